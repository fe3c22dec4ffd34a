import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// DOMAIN "An attempt", "Proof of a person", "Line failure".
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

    @Test(arguments: [(1, 2, 1), (3, 8, 3), (10, 29, 10), (20, 59, 20)])
    func `n rings end 3n - 1 seconds after the first`(rings: Int, seconds: Int, counted: Int) throws {
        var rehearsal = Rehearsal()
        rehearsal.calls.rings = rings
        rehearsal.calls.rounds = 1
        let first = try #require(try rehearsal.run().attempts.first)
        #expect(first.endedAt.since(first.startedAt) == .seconds(seconds))
        #expect(first.rings == counted)
    }

    @Test func `only an acknowledgement is received, and everything else moves on`() throws {
        let answers: [String: [Scenario.Answer]] = [
            "sato": [.always(.pass), .always(.busy), .always(.hangUp)],
            "suzuki": [.always(.voicemail), .always(.rejected), .always(.unreachable)],
            "tanaka": [.always(.answer), .always(.noAnswer), .always(.acknowledge)],
        ]
        let result = try Rehearsal(answers: answers).run()
        #expect(
            result.outcomes == [
                "passed", "voicemail", "no-input", "busy", "rejected", "no-answer", "hung-up", "unreachable-number",
                "acknowledged",
            ])
        #expect(result.called == Array(repeating: ["sato", "suzuki", "tanaka"], count: 3).flatMap(\.self))
        #expect(result.incidents.first?.acknowledgedBy == ContactID("tanaka"))
    }

    @Test func `under proof answer the notice counts as received once a person has heard it, without a key`() throws {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.voicemail)], "suzuki": [.always(.answer)]])
        rehearsal.calls.proof = .answer
        let result = try rehearsal.run()
        #expect(result.outcomes == ["voicemail", "acknowledged"])
        #expect(result.attempts.last.map { $0.endedAt.since($0.startedAt) } == .seconds(16))
    }

    @Test func `under proof random-digit the person presses the digit that was spoken`() throws {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.acknowledge)]])
        rehearsal.calls.proof = .randomDigit
        var digits: Set<UInt8> = []
        for seed in 1...40 {
            let result = try rehearsal.run(seed: UInt64(seed))
            #expect(result.outcomes == ["acknowledged"])
            for event in result.events {
                if case .tryPlaced(_, _, let digit) = event.event { digits.insert(digit) }
            }
        }
        #expect(digits == [4, 5, 6, 7, 8, 9])
    }

    @Test func `a line failure tries the next route at once, then waits 5, 10, 20 and 30 seconds`() throws {
        var rehearsal = Rehearsal(
            contacts: ["sato", "suzuki"], answers: ["sato": [.always(.lineFailure)], "suzuki": [.always(.acknowledge)]])
        rehearsal.calls.routes = [LineID("one"), LineID("two")]
        let result = try rehearsal.run()
        let tries = result.events.compactMap { recorded -> (String, Int)? in
            guard case .tryPlaced(let id, let line, _) = recorded.event, id.attempt.number == 1 else { return nil }
            return (line.text, result.seconds(recorded.instant))
        }
        #expect(tries.map(\.0) == Array(repeating: ["one", "two"], count: tries.count / 2).flatMap(\.self))
        #expect(tries.map(\.1) == [0, 5, 15, 35, 65, 95, 125, 155].flatMap { [$0, $0] })
        let alarms = result.events.filter {
            if case .alarmRaised(_, .linesFailing) = $0.event { true } else { false }
        }
        #expect(alarms.map { result.seconds($0.instant) } == [60])
        #expect(result.outcomes == ["line-failure", "acknowledged"])
        #expect(result.startSeconds == [0, 180])
    }

    @Test func `every try of a night has an id of its own`() throws {
        let down = Scenario.LineChange(line: LineID("sim"), at: try Rehearsal().at(.zero), state: .down)
        var rehearsal = Rehearsal(alerts: [(.zero, "db-down"), (.seconds(120), "db-down")], lineChanges: [down])
        rehearsal.recoveries = [.init(dedupKey: "db-down", moment: .at(try rehearsal.at(.seconds(40))))]
        let result = try rehearsal.run()
        let tries = result.events.compactMap { if case .tryPlaced(let id, _, _) = $0.event { id } else { nil } }
        #expect(tries.count > 8)
        #expect(Set(tries).count == tries.count)
    }

    @Test func `two calls to one number are at least 20 seconds apart, end to start`() throws {
        let result = try Rehearsal(contacts: ["sato"]).run()
        #expect(result.startSeconds == [0, 49, 98])
        #expect(result.endSeconds == [29, 78, 127])
    }

    @Test func `contacts who share a number wait for each other, and nobody is used up`() throws {
        let result = try Rehearsal(
            contacts: ["sato", "desk"], phones: ["sato": "+819012345678", "desk": "+819012345678"]
        ).run()
        #expect(result.called == ["sato", "desk", "sato", "desk", "sato", "desk"])
        #expect(result.startSeconds == [0, 49, 98, 147, 196, 245])
    }
}
