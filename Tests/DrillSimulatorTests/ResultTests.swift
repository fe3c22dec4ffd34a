import CallTree
import DrillSimulator
import JSONText
import Reports
import ServiceHours
import Testing

/// What a drill hands back: the same bytes for the same seed, the JSON of DESIGN, and what was not as expected.
@Suite struct ResultTests {
    private var chancy: Rehearsal {
        let chances = [
            Scenario.Chance(reaction: .acknowledge, weight: 0.1), .init(reaction: .noAnswer, weight: 0.5),
            .init(reaction: .voicemail, weight: 0.4),
        ]
        return Rehearsal(answers: ["sato": [.drawn(chances)], "suzuki": [.drawn(chances)], "tanaka": [.drawn(chances)]])
    }

    @Test func `the same scenario and seed give the same bytes`() throws {
        for seed in [1, 2, 3, UInt64.max] {
            let first = try chancy.run(seed: seed)
            let second = try chancy.run(seed: seed)
            #expect(first.transcript == second.transcript)
            #expect(first.json == second.json)
            #expect(first.events == second.events)
        }
    }

    @Test func `seeds differ, and draw each answer as often as its weight says`() throws {
        var counts: [String: Int] = [:]
        for seed in 0..<120 {
            for outcome in try chancy.run(seed: UInt64(seed)).outcomes { counts[outcome, default: 0] += 1 }
        }
        let all = Double(counts.values.reduce(0, +))
        for (outcome, share) in [("acknowledged", 0.1), ("no-answer", 0.5), ("voicemail", 0.4)] {
            #expect(abs(Double(counts[outcome] ?? 0) / all - share) < 0.06, "\(outcome): \(counts)")
        }
    }

    @Test func `one answer stands for one attempt, and the last one repeats`() throws {
        let result = try Rehearsal(
            contacts: ["sato", "suzuki"],
            answers: [
                "sato": [.always(.busy), .always(.rejected)], "suzuki": [.always(.lineFailure), .always(.busy)],
            ]
        ).run()
        #expect(result.outcomes == ["busy", "line-failure", "rejected", "busy", "rejected", "busy"])
    }

    @Test func `the JSON names attempts and incidents by the keys that scripts rely on`() throws {
        var rehearsal = Rehearsal(answers: ["suzuki": [.always(.acknowledge)]])
        rehearsal.expectation = Expectation(outcome: .value(.acknowledged))
        let result = try rehearsal.run(seed: 7)
        let expected = """
            {"scenario":"rehearsal.yaml","outcome":"acknowledged","acknowledgedBy":"suzuki","attempts":[\
            {"escalation":1,"round":1,"contact":1,"contactID":"sato","outcome":"no-answer",\
            "startedAt":"2026-08-19T22:00:00+09:00","endedAt":"2026-08-19T22:00:29+09:00","rings":10},\
            {"escalation":1,"round":1,"contact":2,"contactID":"suzuki","outcome":"acknowledged",\
            "startedAt":"2026-08-19T22:00:29+09:00","endedAt":"2026-08-19T22:00:39+09:00","rings":2}],\
            "incidents":[{"dedupKey":"db-down","outcome":"acknowledged","acknowledgedBy":"suzuki"}],\
            "events":\(result.events.count),"seed":7,"passed":true}
            """
        #expect(result.json.text() == expected)
    }

    @Test func `without an incident the outcome is null`() throws {
        let json = try Rehearsal(alerts: []).run().json.text()
        #expect(
            json.hasPrefix(
                #"{"scenario":"rehearsal.yaml","outcome":null,"acknowledgedBy":null,"attempts":[],"incidents":[],"#))
    }

    @Test func `what was expected and did not happen is said, with both`() throws {
        var rehearsal = Rehearsal(answers: ["suzuki": [.always(.acknowledge)]])
        rehearsal.expectation = Expectation(
            outcome: .value(.exhausted), acknowledgedBy: .value(ContactID("sato")), attempts: 3,
            outcomes: [.noAnswer, .busy])
        let result = try rehearsal.run()
        #expect(!result.passed)
        #expect(
            result.failures == [
                "outcome: 期待は exhausted、結果は acknowledged", "acknowledgedBy: 期待は sato、結果は suzuki",
                "attempts: 期待は 3、結果は 2",
                "outcomes の 2 番目: 期待は busy、結果は acknowledged（期待 [no-answer, busy]、結果 [no-answer, acknowledged]）",
            ])
        #expect(result.transcript.hasSuffix("判定  期待と異なる\n" + result.failures.map { "  \($0)\n" }.joined()))
        #expect(result.junitCase(seconds: 0).result == .failed(result.failures.joined(separator: "\n")))
    }

    @Test func `an expected absence is an expectation too`() throws {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.acknowledge)]])
        rehearsal.expectation = Expectation(outcome: .none, acknowledgedBy: .none)
        #expect(
            try rehearsal.run().failures == [
                "outcome: 期待は null、結果は acknowledged", "acknowledgedBy: 期待は null、結果は sato",
            ])
        rehearsal.alerts = []
        #expect(try rehearsal.run().failures == [])
    }

    @Test func `a drill without end is stopped, and has failed`() throws {
        let result = Drill.run(try Rehearsal().scenario(), seed: 1, stepLimit: 5)
        #expect(!result.passed)
        #expect(result.failures.count == 1)
    }

    @Test func `what the scenario has in store for an attempt that never comes is told`() throws {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.acknowledge)]])
        rehearsal.recoveries = [.init(dedupKey: "db-down", moment: .beforeAttempt(5))]
        rehearsal.crashes = [.afterEvent(400)]
        let transcript = try rehearsal.run().transcript
        #expect(transcript.contains("起きなかったこと: 5回目の呼び出しの前の「db-down」の復旧"))
        #expect(transcript.contains("起きなかったこと: 事象 400 の後にエンジンが落ちる"))
    }

    @Test func `an operator who asks in vain is told why`() throws {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.acknowledge)]])
        rehearsal.operatorActions = [
            .init(at: try rehearsal.at(.minutes(1)), deed: .cancel, name: "山田", dedupKey: "db-down")
        ]
        let result = try rehearsal.run()
        #expect(result.ends == ["acknowledged"])
        #expect(result.transcript.contains("監視員の操作は受け付けられない"))
    }
}
