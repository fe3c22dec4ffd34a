import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// DOMAIN "The window closes mid-tree", "Alert outside the window", "Exhausted" and "Undeliverable".
@Suite struct WindowTests {
    /// The window closes 40 s after the start: during the second attempt.
    private let beforeClosing = "2026-08-19T08:59:20+09:00"

    @Test func `stop makes no dial request at or after the closing, and hands over by mail`() throws {
        let result = try Rehearsal(start: beforeClosing).run()
        #expect(result.startSeconds == [0, 29])
        #expect(result.endSeconds == [29, 58])
        #expect(result.ends == ["handed-over"])
        #expect(mails(result) == [.handedOver])
    }

    @Test func `no dial request leaves at the closing itself`() throws {
        let result = try Rehearsal(start: "2026-08-19T08:59:31+09:00").run()
        #expect(result.startSeconds == [0])
        #expect(result.ends == ["handed-over"])
    }

    @Test func `a retry of a failed line is no exception at the closing`() throws {
        let result = try Rehearsal(start: "2026-08-19T08:59:40+09:00", answers: ["sato": [.always(.lineFailure)]]).run()
        let tries = result.events.compactMap { event -> Int? in
            if case .tryPlaced = event.event { result.seconds(event.instant) } else { nil }
        }
        #expect(tries == [0, 5, 15])
        #expect(result.ends == ["handed-over"])
    }

    @Test func `a call that rings at the closing may finish, and its acknowledgement counts`() throws {
        let result = try Rehearsal(
            start: "2026-08-19T08:59:55+09:00", answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.ends == ["acknowledged"])
    }

    @Test func `finish-round makes the attempts that are left of the round`() throws {
        var rehearsal = Rehearsal(start: beforeClosing)
        rehearsal.calls.onWindowClose = .finishRound
        let result = try rehearsal.run()
        #expect(result.called == ["sato", "suzuki", "tanaka"])
        #expect(result.ends == ["handed-over"])
    }

    @Test func `finish-tree makes all attempts`() throws {
        var rehearsal = Rehearsal(start: beforeClosing)
        rehearsal.calls.onWindowClose = .finishTree
        let result = try rehearsal.run()
        #expect(result.attempts.count == 9)
        #expect(result.ends == ["exhausted"])
    }

    @Test(arguments: [CallPolicy.OnWindowClose.stop, .finishRound, .finishTree])
    func `a tree whose last attempt was under way at the closing is exhausted, not handed over`(
        choice: CallPolicy.OnWindowClose
    ) throws {
        var rehearsal = Rehearsal(start: beforeClosing)
        rehearsal.calls.onWindowClose = choice
        rehearsal.calls.rounds = 1
        rehearsal.contacts = ["sato", "suzuki"]
        let result = try rehearsal.run()
        #expect(result.attempts.count == 2)
        #expect(result.ends == ["exhausted"])
    }

    @Test func `an alert by day is mailed at once and called at the opening`() throws {
        let result = try Rehearsal(
            start: "2026-08-19T15:00:00+09:00", answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.startSeconds == [7_200])
        #expect(mails(result) == [.alertOutsideWindow])
        #expect(result.ends == ["acknowledged"])
    }

    @Test func `all incidents due at one opening are one escalation`() throws {
        let result = try Rehearsal(
            start: "2026-08-19T15:00:00+09:00", alerts: [(.zero, "a"), (.minutes(5), "b")],
            answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.attempts.count == 1)
        #expect(result.ends == ["acknowledged", "acknowledged"])
    }

    @Test func `an alert that recovered by day is not called at the opening`() throws {
        var rehearsal = Rehearsal(start: "2026-08-19T15:00:00+09:00")
        rehearsal.recoveries = [.init(dedupKey: "db-down", moment: .at(try rehearsal.at(.hours(1))))]
        let result = try rehearsal.run()
        #expect(result.attempts.isEmpty)
        #expect(result.ends == ["recovered"])
    }

    @Test(arguments: [(Scenario.OperatorAction.Deed.acknowledge, "acknowledged"), (.cancel, "cancelled")])
    func `an operator may settle an alert before the opening`(deed: Scenario.OperatorAction.Deed, end: String) throws {
        var rehearsal = Rehearsal(start: "2026-08-19T15:00:00+09:00")
        rehearsal.operatorActions = [
            .init(at: try rehearsal.at(.hours(1)), deed: deed, name: "山田", dedupKey: "db-down")
        ]
        let result = try rehearsal.run()
        #expect(result.attempts.isEmpty)
        #expect(result.ends == [end])
    }

    @Test func `an alert of which nothing was heard for 12 hours is not called at the opening`() throws {
        var rehearsal = Rehearsal(start: "2026-08-19T09:30:00+09:00")
        rehearsal.calls.staleAfter = .hours(2)
        let result = try rehearsal.run()
        #expect(result.attempts.isEmpty)
        #expect(result.ends == ["not-called"])
        #expect(mails(result) == [.alertOutsideWindow, .notCalled])
    }

    @Test func `record-only calls nobody by day`() throws {
        var rehearsal = Rehearsal(start: "2026-08-19T15:00:00+09:00")
        rehearsal.calls.outsideWindow = .recordOnly
        let result = try rehearsal.run()
        #expect(result.attempts.isEmpty)
        #expect(result.ends == ["not-called"])
    }

    @Test func `a holiday is called all day`() throws {
        let result = try Rehearsal(
            start: "2026-11-23T12:00:00+09:00", answers: ["sato": [.always(.acknowledge)]]
        ).run()
        #expect(result.startSeconds == [0])
    }

    @Test func `a tree that nobody received ends exhausted after three rounds and is mailed`() throws {
        let result = try Rehearsal().run()
        #expect(result.attempts.count == 9)
        #expect(result.ends == ["exhausted"])
        #expect(mails(result) == [.exhausted])
    }

    @Test func `a tree that reached no telephone is undeliverable, and the operator is alarmed`() throws {
        let result = try Rehearsal(
            contacts: ["sato", "suzuki"], answers: ["sato": [.always(.lineFailure)], "suzuki": [.always(.unreachable)]]
        ).run()
        #expect(result.ends == ["undeliverable"])
        #expect(mails(result) == [.undeliverable])
        let alarms = result.events.filter {
            if case .alarmRaised(_, .undeliverable) = $0.event { true } else { false }
        }
        #expect(alarms.count == 1)
    }

    @Test func `an undeliverable tree runs once more, at once, when a line returns`() throws {
        let rehearsal = try withLineDown(for: .minutes(30))
        let result = try rehearsal.run()
        #expect(result.outcomes == Array(repeating: "line-failure", count: 9) + ["acknowledged"])
        #expect(result.startSeconds.last == 1_800)
        #expect(result.ends == ["acknowledged"])
    }

    @Test func `a line that returns right after the tree is not waited for longer`() throws {
        let rehearsal = try withLineDown(for: .seconds(1_640))
        let result = try rehearsal.run()
        #expect(result.startSeconds.last == 1_640)
    }

    @Test func `an undeliverable tree runs only once more`() throws {
        var rehearsal = try withLineDown(for: .minutes(30))
        rehearsal.lineChanges.append(.init(line: LineID("sim"), at: try rehearsal.at(.minutes(70)), state: .up))
        rehearsal.answers = [
            "sato": [.always(.lineFailure)], "suzuki": [.always(.unreachable)], "tanaka": [.always(.unreachable)],
        ]
        let result = try rehearsal.run()
        #expect(result.attempts.map(\.escalation.number).max() == 2)
        #expect(result.ends == ["undeliverable"])
    }

    @Test func `without the choice an undeliverable tree stays so`() throws {
        var rehearsal = try withLineDown(for: .minutes(30))
        rehearsal.calls.rerunWhenLineReturns = false
        #expect(try rehearsal.run().ends == ["undeliverable"])
    }

    private func withLineDown(for span: Span) throws -> Rehearsal {
        var rehearsal = Rehearsal(answers: ["sato": [.always(.acknowledge)]])
        rehearsal.lineChanges = [
            .init(line: LineID("sim"), at: try rehearsal.at(.zero), state: .down),
            .init(line: LineID("sim"), at: try rehearsal.at(span), state: .up),
        ]
        return rehearsal
    }

    private func mails(_ result: DrillResult) -> [Mail.Kind] {
        result.events.compactMap { if case .mailOwed(_, let mail) = $0.event { mail.kind } else { nil } }
    }
}
