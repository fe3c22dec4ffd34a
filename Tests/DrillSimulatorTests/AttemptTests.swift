import CallTree
import DrillSimulator
import ServiceHours
import Testing

@Suite struct AttemptTests {
    @Test(arguments: [
        (Scenario.Reaction.acknowledge, "acknowledged", 10, 2), (.pass, "passed", 10, 2), (.answer, "no-input", 34, 2),
        (.hangUp, "hung-up", 10, 2), (.voicemail, "voicemail", 43, 5), (.noAnswer, "no-answer", 29, 10),
        (.busy, "busy", 1, 0), (.rejected, "rejected", 1, 0), (.unreachable, "unreachable-number", 1, 0),
        (.lineFailure, "line-failure", 180, 0),
    ])
    func `an answer leads to its outcome after the time that it takes`(
        reaction: Scenario.Reaction, outcome: String, seconds: Int, rings: Int
    ) throws {
        let result = try Rehearsal(answers: ["sato": [.always(reaction)], "suzuki": [.always(.acknowledge)]]).run()
        let first = try #require(result.attempts.first)
        #expect(first.outcome.rawValue == outcome)
        #expect(result.seconds(first.endedAt) == seconds)
        #expect(first.rings == rings)
    }
}
