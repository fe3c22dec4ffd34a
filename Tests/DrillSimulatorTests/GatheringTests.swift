import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// DOMAIN "Incidents and escalations": joining, gathering, the cap, and the dedup key.
@Suite struct GatheringTests {
    @Test func `all alerts of one body are in from the first attempt of one escalation`() throws {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.zero, "b"), (.zero, "c")], answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.ends == ["acknowledged", "acknowledged", "acknowledged"])
        #expect(result.attempts.count == 1)
    }

    @Test func `an incident that comes while the telephone rings is announced and acknowledged with the others`() throws
    {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.seconds(3), "b")], answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.ends == ["acknowledged", "acknowledged"])
        #expect(result.attempts.count == 1)
    }

    @Test func `an incident that comes during the talk is left over, and called after a minute of gathering`() throws {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.seconds(8), "b")], answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.ends == ["acknowledged", "acknowledged"])
        #expect(result.attempts.map(\.escalation.number) == [1, 2])
        #expect(result.startSeconds == [0, 70])
    }

    @Test func `incidents that come after an acknowledgement are gathered for a minute and called together`() throws {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.seconds(30), "b"), (.seconds(50), "c")], answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.ends == ["acknowledged", "acknowledged", "acknowledged"])
        #expect(result.startSeconds == [0, 70])
    }

    @Test func `an incident that joined after the first attempt gets a whole tree of its own after an exhaustion`()
        throws
    {
        let result = try Rehearsal(alerts: [(.zero, "a"), (.seconds(40), "b")]).run()
        #expect(result.ends == ["exhausted", "exhausted"])
        #expect(result.attempts.count == 18)
        let end = try #require(result.endSeconds.dropFirst(8).first)
        #expect(result.startSeconds[9] == end + 300)
    }

    @Test func `beyond six escalations an hour incidents are mailed and end exhausted`() throws {
        let alerts = (0..<8).map { (Span.minutes(4 * $0), "k\($0)") }
        let result = try Rehearsal(alerts: alerts, answers: ["sato": [.always(.acknowledge)]]).run()
        #expect(result.ends == Array(repeating: "acknowledged", count: 6) + ["exhausted", "exhausted"])
        let reasons = result.events.compactMap { event -> EndReason? in
            if case .incidentEnded(_, .exhausted, let reason) = event.event { reason } else { nil }
        }
        #expect(reasons == [.cap, .cap])
        let alarms = result.events.filter { if case .alarmRaised(_, .capReached) = $0.event { true } else { false } }
        #expect(alarms.count == 1)
    }

    @Test func `two alarms of one step are two alarms`() throws {
        // At the end of the gathering the calendar of 2100 cannot be evaluated, and the cap is reached.
        var rehearsal = Rehearsal(
            start: "2099-12-31T23:59:00+09:00", alerts: [(.zero, "a"), (.seconds(20), "b")],
            answers: ["sato": [.always(.acknowledge)]])
        rehearsal.calls.escalationsPerHour = 1
        let alarms = try rehearsal.run().events.compactMap { event -> AlarmID? in
            if case .alarmRaised(let id, _) = event.event { id } else { nil }
        }
        #expect(alarms == [AlarmID(1), AlarmID(2)])
    }

    @Test func `a key stays with its incident while the alert fires, whatever the end`() throws {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.minutes(30), "a"), (.hours(3), "a")], answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.incidents.count == 1)
        #expect(result.attempts.count == 1)
    }

    @Test func `a key is free again when an operator cancelled its incident`() throws {
        var rehearsal = Rehearsal(
            alerts: [(.zero, "a"), (.minutes(10), "a")], answers: ["sato": [.always(.noAnswer), .always(.acknowledge)]])
        rehearsal.operatorActions = [
            .init(at: try rehearsal.at(.seconds(10)), deed: .cancel, name: "山田", dedupKey: "a")
        ]
        let result = try rehearsal.run()
        #expect(result.ends == ["cancelled", "acknowledged"])
    }

    @Test func `a key is free again when nothing was heard for 24 hours`() throws {
        let result = try Rehearsal(
            alerts: [(.zero, "a"), (.hours(24), "a")], answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.ends == ["acknowledged", "acknowledged"])
    }

    @Test func `an undesignated alert is recorded and calls nobody`() throws {
        var rehearsal = Rehearsal(alerts: [])
        let other = Alert(source: SourceID("other"), dedupKey: "a", status: .firing)
        rehearsal.bodies = [
            .init(at: try rehearsal.at(.zero), contract: Rehearsal.contractID, alerts: [other])
        ]
        let result = try rehearsal.run()
        #expect(result.incidents.isEmpty)
        #expect(result.attempts.isEmpty)
        #expect(result.events.count == 1)
    }

    @Test func `contracts are never told together in one call`() throws {
        var rehearsal = Rehearsal()
        var scenario = try rehearsal.scenario()
        rehearsal.contacts = ["kato"]
        rehearsal.phones = ["kato": "+819099999999"]
        let other = try rehearsal.contract()
        let terms = CallTerms(
            id: ContractID("other"), customer: "株式会社別", contacts: other.terms.contacts, calls: other.terms.calls)
        scenario.contracts.append(Contract(terms: terms, calendar: other.calendar, designated: other.designated))
        scenario.bodies.append(.init(at: scenario.start, contract: terms.id, alerts: [Rehearsal.alert("a")]))
        scenario.answers = [ContactID("sato"): [.always(.acknowledge)], ContactID("kato"): [.always(.acknowledge)]]
        let result = Drill.run(scenario, seed: 1)
        #expect(result.called == ["sato", "kato"])
        #expect(result.ends == ["acknowledged", "acknowledged"])
    }
}
