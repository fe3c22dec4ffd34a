import CallTree
import EventJournal
import Foundation
import NightEngine
import ServiceHours

/// An engine with a journal on the disk, as a server runs it.
struct BenchEngine {
    let journal: SQLiteJournal
    let loop: EngineLoop
    let line = BenchLine()
    let clock: BenchClock

    /// - Parameter folder: made if it is not there; the journal in it goes on.
    init(folder: String, contracts: [Contract], clock: BenchClock = BenchClock()) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.clock = clock
        journal = try SQLiteJournal(at: JournalFiles(folder: folder))
        loop = try EngineLoop(
            contracts: contracts, capacities: [:], journal: journal, clock: clock, builtAt: BenchSite.builtAt,
            whenDoomed: BenchCommand.giveUp)
        loop.start(calls: line, mails: BenchMailer(loop))
    }

    /// Waits until everything handed in so far was taken.
    func settle() async {
        _ = await loop.read { _ in }
    }

    /// Moves the clocks on, on the engine's own thread, so that it never reads one before and the other after.
    func moveOn(by span: Span) async {
        let clock = clock
        _ = await loop.read { _ in clock.moveOn(by: span) }
        loop.tell(.woke)
        await settle()
    }

    func close() throws {
        loop.stop()
        try journal.close()
    }
}
