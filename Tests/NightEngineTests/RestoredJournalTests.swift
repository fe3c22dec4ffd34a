import CallTree
import DrillSimulator
import EventJournal
import RunbookModel
import ServiceHours
import Testing

@testable import NightEngine

/// A backup restored from yesterday calls nobody for what is old.
@Suite struct RestoredJournalTests {
    /// A journal whose incidents are in every place: carried by a call, waiting for an opening, undeliverable, recovered.
    private func backup() throws -> Night {
        var night = try Night(clock: HandClock(fridayNight + -.hours(6)))
        night.take(firing("by-day"))
        night.clock.pass(.hours(2))
        night.take(firing("night"))
        night.take(.callReported(call(1, 1), .ringing))
        night.take(firing("joined"))
        return night
    }

    /// A night on what a restore makes of the backup, some hours later.
    private func restored(
        _ backup: Night, after hours: Int = 20, replacing present: MemoryJournal? = nil
    ) throws -> Night {
        backup.clock.pass(.hours(hours))
        try mark(backup, replacing: present, replacesNothing: present == nil)
        return try Night(journal: backup.journal, clock: backup.clock, runs: TestRuns.site)
    }

    private func mark(_ backup: Night, replacing present: MemoryJournal? = nil, replacesNothing: Bool = true) throws {
        try RestoredJournal.mark(
            backup.journal, replacing: present, replacesNothing: replacesNothing, catalogue: TestRuns.catalogue,
            at: backup.clock.now())
    }

    @Test func `what was open has ended before a line has said anything, mailed once, and the operator is alarmed`()
        throws
    {
        var night = try restored(try backup())
        let board = night.look()
        #expect(board.incidents.values.allSatisfy { $0.end == .notCalled })
        #expect(board.alarms.values.contains(.journalRestored))
        let ended = try night.events.filter {
            if case .incidentEnded(_, .notCalled, .journalRestored) = $0 { true } else { false }
        }
        #expect(ended.count == 3)
        #expect(night.spy.take().filter { $0 == .send(.notCalled) }.count == 1)
    }

    @Test func `a call of then is asked about, and not dialled again`() throws {
        var night = try restored(try backup())
        #expect(night.spy.take().first == .place(call(1, 1), ContactID("sato"), resumed: true))
        night.take(.callReported(call(1, 1), .denied))
        night.clock.pass(.hours(1))
        night.take()
        #expect(!night.spy.take().contains { if case .place = $0 { true } else { false } })
    }

    @Test func `a line that cannot tell, or returns, calls nobody either`() throws {
        var night = try restored(try backup())
        night.take(.callReported(call(1, 1), .cannotTell))
        _ = night.spy.take()
        night.take(.lineReported(LineID("sim"), .down), .lineReported(LineID("sim"), .up))
        for _ in 1...10 {
            night.clock.pass(.minutes(10))
            night.take()
        }
        #expect(!night.spy.take().contains { if case .place = $0 { true } else { false } })
    }

    @Test func `the same trouble heard again is a new incident, and is called`() throws {
        var night = try restored(try backup(), after: 1)
        night.take(.callReported(call(1, 1), .denied))
        // The telephone had begun to ring, and is left in peace for a while.
        night.clock.pass(.seconds(20))
        _ = night.spy.take()
        night.take(firing("night"))
        let board = night.look()
        #expect(board.incidents[IncidentID(4)]?.end == nil)
        #expect(night.spy.take().contains(.place(call(2, 1), ContactID("sato"), resumed: false)))
    }

    @Test func `while the line has not yet told of the call of then, the same trouble begins a tree of its own`() throws
    {
        var night = try restored(try backup(), after: 1)
        _ = night.spy.take()
        night.take(firing("night"))
        #expect(night.look().incidents[IncidentID(4)]?.place == .carried(EscalationID(2)))
        #expect(night.look().escalations[EscalationID(2)]?.attempt?.state == .waiting(.numberInUse))
        night.take(.callReported(call(1, 1), .denied))
        night.clock.pass(.seconds(20))
        night.take()
        #expect(night.spy.take().contains(.place(call(2, 1), ContactID("sato"), resumed: false)))
    }

    @Test func `an undeliverable tree of then is not run once more when a line returns`() throws {
        var night = try Night(contracts: [acme { $0.rounds = 1 }])
        night.take(firing("disk"))
        for number in 1...2 { night.take(.callReported(call(1, number), .ended(.unreachableNumber))) }
        #expect(night.look().incidents[IncidentID(1)]?.end == .undeliverable)
        var later = try restored(night, after: 1)
        _ = later.spy.take()
        later.take(.lineReported(LineID("sim"), .up))
        #expect(later.spy.take().isEmpty)
    }

    @Test func `one that had recovered ends as recovered`() throws {
        var night = try Night(contracts: [acme { $0.onRecovery = .continue }])
        night.take(firing("disk"))
        night.take(
            .alertsReceived(
                ContractID("acme"), [Alert(source: SourceID("prom"), dedupKey: "disk", status: .resolved)]))
        #expect(night.look().incidents[IncidentID(1)]?.end == nil)
        night.clock.pass(.hours(1))
        try mark(night)
        var later = try Night(
            journal: night.journal, clock: night.clock, contracts: [acme { $0.onRecovery = .continue }])
        #expect(later.look().incidents[IncidentID(1)]?.end == .recovered)
    }

    @Test func `a second start ends nothing twice, also when the first died in between`() throws {
        let night = try backup()
        night.clock.pass(.hours(3))
        try mark(night)
        _ = try Night(journal: night.journal, clock: night.clock, refusing: .busy("held"))
        let rows = night.journal.head().sequence
        var second = try Night(journal: night.journal, clock: night.clock, refusing: .busy("held"))
        #expect(night.journal.head().sequence == rows)
        // The journal can be written again just when a message comes: it must not be taken for one more of then.
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(5))
        second.take(firing("night"))
        #expect(second.look().incidents[IncidentID(4)]?.end == nil)
        let third = try Night(journal: night.journal, clock: night.clock)
        let ended = try third.events.filter { if case .incidentEnded = $0 { true } else { false } }
        #expect(ended.count == 3)
        #expect(try third.events.count { $0 == .alarmRaised(AlarmID(1), .journalRestored) } == 1)
    }

    @Test func `numbers go on after those of the journal laid aside, over restarts too`() throws {
        let night = try backup()
        var present = try Night(clock: HandClock(fridayNight))
        for number in 1...7 { present.take(firing("key-\(number)")) }
        present.take(.operatorAsked(.cancel(IncidentID(7), by: "山田", reason: "")))
        var after = try restored(night, replacing: present.journal)
        after = try Night(journal: night.journal, clock: night.clock)
        after.take(firing("fresh"))
        let board = after.look()
        #expect(board.incidents[IncidentID(8)]?.end == nil)
        #expect(board.alarms[AlarmID(1)] == .journalRestored)
    }

    @Test func `where the journal laid aside cannot be read, numbers jump`() throws {
        let night = try backup()
        try mark(night, replacesNothing: false)
        var after = try Night(journal: night.journal, clock: night.clock)
        after.take(firing("fresh"))
        #expect(after.look().incidents[IncidentID(10_004)] != nil)
    }

    @Test func `runs that were under way are handed over and do nothing more, and their alerts of then call nobody`()
        throws
    {
        let site = RunSite(
            catalogue: TestRuns.catalogue, standing: [],
            expected: [ExpectedAlerts(contract: ContractID("acme"), target: TargetID("web-1"), when: Designation())])
        var night = try Night(runs: site)
        night.readyToAct()
        night.takeRun(.standingRead(StepID(run: RunID(1), place: 1), night.isOpen))
        night.take(firing("own"))
        #expect(night.runs().runs[RunID(1)]?.joined.count == 1)
        var later = try restored(night, after: 1)
        #expect(later.runs().runs[RunID(1)]?.phase == .ended(.handedOver))
        #expect(later.runSpy.take() == [.start(.report(RunID(1)))])
        #expect(later.look().incidents.isEmpty && later.spy.take().isEmpty)
    }

    @Test func `the numbers of runs go on after those of the journal laid aside`() throws {
        var present = try Night(runs: TestRuns.site)
        for number in 1...3 {
            present.takeRun(.runOrdered(TestRuns.order))
            present.takeRun(.cancelled(RunID(number)))
        }
        var after = try restored(try backup(), replacing: present.journal)
        after = try Night(journal: after.journal, clock: after.clock, runs: TestRuns.site)
        #expect(after.takeRun(.runOrdered(TestRuns.order)) == [.taken(.started(RunID(4)))])
    }

    @Test func `the outside check finds nothing wrong with such a night`() throws {
        var night = try restored(try backup(), after: 1)
        night.take(.callReported(call(1, 1), .denied))
        night.take(firing("night"))
        night.take(.operatorAsked(.acknowledge(IncidentID(4), by: "山田")))
        night.take(.callReported(call(2, 1), .ended(.noAnswer)))
        var check = OutsideCheck(contracts: [acme()])
        try JournalEvents(night.journal).all { check.take($0) }
        check.finish()
        #expect(check.violations.isEmpty, "\(check.violations)")
    }
}
