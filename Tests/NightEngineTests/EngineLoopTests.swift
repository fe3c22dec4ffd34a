import CallTree
import EventJournal
import ServiceHours
import Testing

@testable import NightEngine

@Suite struct EngineLoopTests {
    @Test func `callers from many tasks are all answered, and the loop ends when it is told`() async throws {
        let journal = MemoryJournal()
        let loop = try EngineLoop(
            contracts: [acme()], capacities: [:], journal: journal, clock: HandClock(),
            builtAt: Instant(microseconds: 0), whenDoomed: { preconditionFailure($0) })
        loop.start(calls: Spy(), mails: Spy())
        let accepted = await withTaskGroup(of: Submission.self) { group in
            for number in 1...200 { group.addTask { await loop.submit(firing("key-\(number)")) } }
            return await group.reduce(into: 0) { count, answer in
                if answer == .taken(.alerts(accepted: 1, ignored: 0)) { count += 1 }
            }
        }
        #expect(accepted == 200)
        #expect(await loop.read { $0.incidents.count } == 200)
        loop.stop()
        #expect(await loop.submit(firing("late")) == .stopped)
        #expect(await loop.read { $0.incidents.count } == nil)
        #expect(loop.state.running == false)
    }
}
