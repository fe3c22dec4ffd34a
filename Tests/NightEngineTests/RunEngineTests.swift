import CallTree
import EventJournal
import RunbookModel
import ServiceHours
import Testing

@testable import NightEngine

/// Runs in the engine: the same journal, the same batches, the same start over.
@Suite struct RunEngineTests {
    private let round = RunObligation.round(RoundID(run: RunID(1), number: 1))
    private let step = StepID(run: RunID(1), place: 1)

    @Test func `an order is answered with the number of its run, and its checks begin when it is in the journal`()
        throws
    {
        var night = try Night(runs: TestRuns.site)
        #expect(night.takeRun(.runOrdered(TestRuns.order)) == [.taken(.started(RunID(1)))])
        #expect(night.journal.head().sequence == 2)
        #expect(night.runSpy.take() == [.start(round)])
    }

    @Test func `calls and runs that come in together are one append`() throws {
        var night = try Night(runs: TestRuns.site)
        _ = night.worker.turn([
            .input(.call(firing("disk"))) { _ in }, .input(.run(.runOrdered(TestRuns.order))) { _ in },
        ])
        #expect(night.worker.healthState.appends == 1)
        #expect(night.look().escalations.count == 1 && night.runs().runs.count == 1)
    }

    @Test func `a restart in the middle of a round asks for what is missing`() throws {
        var night = try Night(runs: TestRuns.site)
        night.takeRun(.runOrdered(TestRuns.order))
        night.takeRun(.checkEnded(RoundID(run: RunID(1), number: 1), CheckID("page"), night.found(.normal)))
        let before = night.runs()

        var again = try Night(journal: night.journal, clock: night.clock, runs: TestRuns.site)
        #expect(again.runs().runs == before.runs)
        #expect(again.runSpy.take() == [.start(round)])
        #expect(again.runs().runs[RunID(1)]?.missing.map(\.id) == [CheckID("process")])
    }

    @Test func `the action leaves once its intent is in the journal, and never again after a restart`() throws {
        var night = try Night(runs: TestRuns.site)
        night.readyToAct()
        _ = night.runSpy.take()
        #expect(night.runs().runs[RunID(1)]?.phase == .reading(step))
        night.takeRun(.standingRead(step, night.isOpen))
        #expect(night.runSpy.take().contains(.start(.action(step))))

        var again = try Night(journal: night.journal, clock: night.clock, runs: TestRuns.site)
        let asked = again.runSpy.take()
        #expect(!asked.contains(.start(.action(step))) && asked.contains(.start(.standing(step))))
        // The answer of the action that the process before this one sent comes too late to count.
        again.takeRun(.actionEnded(step, again.done()))
        #expect(again.runs().runs[RunID(1)]?.phase == .rereading(step))
    }

    @Test func `an intent that cannot be made durable starts no action`() throws {
        var night = try Night(runs: TestRuns.site)
        night.readyToAct()
        _ = night.runSpy.take()
        night.journal.refuseAppends(with: .full("no room"))
        night.takeRun(.standingRead(step, night.isOpen))
        #expect(!night.runSpy.take().contains(.start(.action(step))))
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(2))
        night.takeRun(.woke)
        // What was read before is told once more by nobody: it was held, and the action leaves now.
        #expect(night.runSpy.take().contains(.start(.action(step))))
    }

    @Test func `a run is proven, reported and owed until its report is out`() throws {
        var night = try Night(runs: TestRuns.site)
        night.readyToAct()
        _ = night.runSpy.take()
        night.takeRun(.standingRead(step, night.isOpen))
        night.takeRun(.actionEnded(step, night.done()))
        for _ in 1...2 {
            night.clock.pass(.seconds(30))
            night.takeRun(.woke)
            night.finds(.normal)
        }
        #expect(night.runs().runs[RunID(1)]?.phase == .ended(.recovered))
        #expect(night.runSpy.take().contains(.start(.report(RunID(1)))))
        #expect(night.takeRun(.reported(RunID(1))) == [.taken(.done)])
        #expect(night.runSpy.take() == [.stop(.report(RunID(1)))])
    }

    @Test
    func `an alert starts a run beside the call tree where the contract holds a standing order, and one is enough`()
        throws
    {
        let site = RunSite(
            catalogue: TestRuns.catalogue, standing: [StandingOrder(when: Designation(), order: TestRuns.order)])
        var night = try Night(runs: site)
        night.take(firing("disk"))
        #expect(night.runs().runs[RunID(1)]?.order.asker == .alert(incident: 1))
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
        night.take(firing("cpu"))
        #expect(night.runs().runs.count == 1 && night.look().incidents.count == 2)
    }

    @Test func `without a standing order an alert starts nothing`() throws {
        var night = try Night(runs: TestRuns.site)
        night.take(firing("disk"))
        #expect(night.runs().runs.isEmpty)
    }

    @Test func `who asks for what cannot be done is told why`() throws {
        var night = try Night(runs: TestRuns.site)
        for input in [RunInput.cancelled(RunID(7)), .approved(RunID(7), by: "鈴木"), .allReleased(by: "鈴木")] {
            guard case .taken(.refused(let why))? = night.takeRun(input).first else {
                Issue.record("\(input) was not refused")
                continue
            }
            #expect(!why.japanese.isEmpty && !why.english.isEmpty)
        }
    }

    @Test func `the events of a run are read from the journal by its number, and others pass over them`() throws {
        var night = try Night(runs: TestRuns.site)
        night.takeRun(.runOrdered(TestRuns.order))
        night.take(firing("disk"))
        let events = JournalEvents(night.journal)
        #expect(try events.of(RunID(1)).events.map(\.sequence) == [1, 2])
        #expect(try events.lastRun() == 1)
        #expect(try night.events.count == 3)
    }

    @Test func `what was done and asked before a run is told from the journal alone`() throws {
        func asked(_ target: String, by asker: RunOrder.Asker) -> RunOrder {
            let order = TestRuns.order(of: TestRuns.runbook, target: target)
            return RunOrder(
                contract: order.contract, target: order.target, runbook: order.runbook, parameters: [:], asker: asker,
                extent: order.extent, terms: order.terms)
        }
        var night = try Night(runs: TestRuns.site)
        // Acts on the same target, on another one, and only looks.
        for (number, target) in ["web-1", "web-2"].enumerated() {
            let step = StepID(run: RunID(number + 1), place: 1)
            night.readyToAct(asked(target, by: .customer("佐藤")), run: number + 1)
            night.takeRun(.standingRead(step, night.isOpen))
            night.takeRun(.actionEnded(step, night.done(.notDone)))
        }
        night.takeRun(.runOrdered(asked("web-1", by: .operator("山田"))))
        night.takeRun(.runOrdered(asked("web-1", by: .customer("佐藤"))))
        func history(of number: Int) throws -> RunHistory {
            let run = try #require(night.runs().runs[RunID(number)])
            return try JournalEvents(night.journal).history(of: run, catalogue: TestRuns.catalogue)
        }
        let last = try history(of: 4)
        #expect(last.requests == 3)
        #expect(last.actions.map(\.run) == [RunID(1)] && last.actions.map(\.title) == ["再起動"])
        // By the operator: what the customer has asked for this month stands in its ledger as well.
        #expect(try history(of: 3).requests == 2)
        #expect(try history(of: 1) == RunHistory(of: try #require(night.runs().runs[RunID(1)])))
        // On December 2 the month is another one, and the action is still told of; an hour after thirty days it is not.
        night.clock.pass(.hours(24 * 12))
        night.takeRun(.runOrdered(asked("web-1", by: .customer("佐藤"))))
        let december = try history(of: 5)
        #expect(december.requests == 1)
        #expect(december.actions.map(\.run) == [RunID(1)])
        night.clock.pass(.hours(24 * 18 + 1))
        night.takeRun(.runOrdered(asked("web-1", by: .customer("佐藤"))))
        let later = try history(of: 6)
        #expect(later.requests == 2)
        #expect(later.actions.isEmpty)
    }

    @Test func `a run whose events cannot be read is set aside, and the others run`() throws {
        var night = try Night(runs: TestRuns.site)
        night.takeRun(.runOrdered(TestRuns.order))
        try night.journal.append([
            JournalEntry(
                instant: night.clock.now().microseconds, subject: JournalForm.subject(.run(1)), standing: .continues,
                kind: 199, version: 9, payload: [1], texts: [])
        ])
        night.take(firing("disk"))
        var again = try Night(journal: night.journal, clock: night.clock, runs: TestRuns.site)
        #expect(again.runs().runs.isEmpty && again.look().escalations.count == 1)
        let raised = again.look().alarms.values.map { $0 }
        #expect(raised.contains { "\($0)".contains("run(1)") })
    }
}
