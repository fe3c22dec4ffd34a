import CallTree
import EventJournal
import ServiceHours
import Synchronization
import Testing

@testable import NightEngine

/// A disk that neither writes nor refuses holds the engine's thread up.
@Suite struct HangingDiskTests {
    @Test func `a sender is told to come back after five real seconds, and the health says why`() async throws {
        let disk = FaultyDisk()
        let clock = HandClock(second: .milliseconds(1))
        let loop = try EngineLoop(
            contracts: [acme()], capacities: [:], journal: disk, clock: clock, builtAt: Instant(microseconds: 0),
            whenDoomed: { preconditionFailure($0) })
        loop.start(calls: Spy(), mails: Spy())
        #expect(await loop.submit(firing("disk")) == .taken(.alerts(accepted: 1, ignored: 0)))

        disk.hang()
        async let held = loop.submit(firing("web"))
        await disk.untilItHangs()
        #expect(loop.state.journalSilentSeconds == nil)
        clock.pass(.seconds(5_000))
        #expect(loop.state.journalSilentSeconds == 5)
        #expect(await held == .unwritable)

        #expect(loop.stop(waitingAtMost: 0) == false)
        disk.goOn()
        #expect(loop.stop())
        // What was late was taken all the same.
        #expect(try JournalEvents(disk.journal).of(.incident(IncidentID(2))).isEmpty == false)
    }

    @Test func `a caller is answered once`() {
        let answers = Notebook<Submission>()
        let callers = WaitingCallers()
        let first = callers.add(at: .seconds(1)) { answers.add($0.ofCall) }
        let second = callers.add(at: .seconds(2)) { answers.add($0.ofCall) }
        callers.refuse(waitingSince: .seconds(1))
        #expect(answers.take() == [.unwritable])
        callers.answer(first, .call(.done))
        callers.answer(second, .call(.done))
        callers.answer(second, .stopped)
        callers.refuse(waitingSince: .seconds(9))
        #expect(answers.take() == [.taken(.done)])
    }
}
