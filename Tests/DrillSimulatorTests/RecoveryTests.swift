import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// DOMAIN "Recovery", the hold-off, and what a call says that is answered too late.
@Suite struct RecoveryTests {
    private func recovery(_ moment: Scenario.Recovery.Moment, of key: String = "db-down") -> Scenario.Recovery {
        .init(dedupKey: key, moment: moment)
    }

    @Test func `a recovery before an attempt stops the tree there`() throws {
        let result = try Rehearsal(recoveries: [recovery(.beforeAttempt(3))]).run()
        #expect(result.outcomes == ["no-answer", "no-answer"])
        #expect(result.ends == ["recovered"])
    }

    @Test func `a recovery before the first attempt calls nobody`() throws {
        let result = try Rehearsal(recoveries: [recovery(.beforeAttempt(1))]).run()
        #expect(result.outcomes == [])
        #expect(result.ends == ["recovered"])
    }

    @Test func `a ringing call rings out when the alert recovers`() throws {
        let result = try Rehearsal(recoveries: [recovery(.duringAttempt(2))]).run()
        #expect(result.outcomes == ["no-answer", "no-answer"])
        #expect(result.endSeconds == [29, 58])
        #expect(result.ends == ["recovered"])
    }

    @Test func `a call answered after the recovery says so, and a key is thanked and recorded`() throws {
        let result = try Rehearsal(
            answers: ["sato": [.always(.acknowledge)]], recoveries: [recovery(.duringAttempt(1))]
        ).run()
        #expect(result.outcomes == ["acknowledged"])
        #expect(result.ends == ["recovered"])
        #expect(result.incidents.first?.acknowledgedBy == nil)
        #expect(standings(result) == [.recovered])
    }

    @Test func `a call answered after the operator acknowledged says that it is acknowledged`() throws {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.answer)]])
        rehearsal.operatorActions = [
            .init(at: try rehearsal.at(.seconds(3)), deed: .acknowledge, name: "山田", dedupKey: "db-down")
        ]
        let result = try rehearsal.run()
        #expect(standings(result) == [.acknowledged])
        #expect(result.ends == ["acknowledged"])
        #expect(result.outcomes == ["no-input"])
    }

    @Test func `recovery is per incident, and the tree goes on for the one that fires`() throws {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.zero, "b")], answers: ["tanaka": [.always(.acknowledge)]],
            recoveries: [recovery(.duringAttempt(1), of: "a")]
        ).run()
        #expect(result.ends == ["recovered", "acknowledged"])
        #expect(result.attempts.count == 3)
    }

    @Test func `under continue the tree goes on after a recovery`() throws {
        var rehearsal = Rehearsal(
            answers: ["suzuki": [.always(.acknowledge)]], recoveries: [recovery(.duringAttempt(1))])
        rehearsal.calls.onRecovery = .continue
        let result = try rehearsal.run()
        #expect(result.outcomes == ["no-answer", "acknowledged"])
        #expect(result.ends == ["acknowledged"])
        #expect(standings(result) == [.recovered])
    }

    @Test func `under continue nobody is called again for what had recovered when the rest was acknowledged`() throws {
        var rehearsal = Rehearsal(
            alerts: [(.zero, "a"), (.zero, "b")], answers: ["suzuki": [.always(.acknowledge)]],
            recoveries: [recovery(.duringAttempt(1), of: "a")])
        rehearsal.calls.onRecovery = .continue
        let result = try rehearsal.run()
        #expect(result.ends == ["recovered", "acknowledged"])
        #expect(result.attempts.count == 2)
    }

    @Test func `an unfinished tree goes on after the last attempt made when the alert fires again in the hold-off`()
        throws
    {
        var rehearsal = Rehearsal(alerts: [(.zero, "db-down"), (.minutes(4), "db-down")])
        rehearsal.answers = ["tanaka": [.always(.acknowledge)]]
        rehearsal.recoveries = [recovery(.beforeAttempt(3))]
        let result = try rehearsal.run()
        #expect(result.called == ["sato", "suzuki", "tanaka"])
        #expect(result.attempts.map(\.escalation.number) == [1, 1, 1])
        #expect(result.startSeconds.last == 240)
        #expect(result.ends == ["acknowledged"])
    }

    @Test func `after the hold-off a new firing is a new incident with a tree from the first contact`() throws {
        var rehearsal = Rehearsal(alerts: [(.zero, "db-down"), (.minutes(10), "db-down")])
        rehearsal.recoveries = [recovery(.beforeAttempt(2))]
        rehearsal.answers = ["sato": [.always(.noAnswer), .always(.acknowledge)]]
        let result = try rehearsal.run()
        #expect(result.ends == ["recovered", "acknowledged"])
        #expect(result.attempts.map(\.escalation.number) == [1, 2])
    }

    @Test func `an acknowledged incident is not called again when it fires again in the hold-off`() throws {
        var rehearsal = Rehearsal(alerts: [(.zero, "db-down"), (.minutes(4), "db-down")])
        rehearsal.answers = ["sato": [.always(.acknowledge)]]
        rehearsal.recoveries = [recovery(.at(try rehearsal.at(.minutes(2))))]
        let result = try rehearsal.run()
        #expect(result.attempts.count == 1)
        #expect(result.ends == ["acknowledged"])
    }

    @Test func `a tree whose alert flaps while the telephone rings carries the incident once`() throws {
        var rehearsal = Rehearsal(alerts: [(.zero, "db-down"), (.seconds(10), "db-down")])
        rehearsal.recoveries = [recovery(.at(try rehearsal.at(.seconds(5))))]
        rehearsal.answers = ["suzuki": [.always(.acknowledge)]]
        let result = try rehearsal.run()
        #expect(result.outcomes == ["no-answer", "acknowledged"])
        let announced = result.events.compactMap { event -> [IncidentID]? in
            if case .answered(_, _, let incidents, _) = event.event { incidents } else { nil }
        }
        #expect(announced == [[IncidentID(1)]])
    }

    @Test func `an update of a trouble that is over does not keep its key`() throws {
        var rehearsal = Rehearsal(alerts: [(.zero, "db-down"), (.hours(1), "db-down")])
        rehearsal.answers = ["sato": [.always(.acknowledge)]]
        rehearsal.recoveries = [recovery(.at(try rehearsal.at(.minutes(2))))]
        rehearsal.bodies = [
            .init(
                at: try rehearsal.at(.minutes(3)), contract: Rehearsal.contractID,
                alerts: [Rehearsal.alert("db-down", .update)])
        ]
        let result = try rehearsal.run()
        #expect(result.ends == ["acknowledged", "acknowledged"])
        #expect(result.attempts.count == 2)
    }

    private func standings(_ result: DrillResult) -> [Announcement.Standing] {
        result.events.compactMap { event in
            if case .answered(_, _, _, let standing) = event.event { standing } else { nil }
        }
    }
}
