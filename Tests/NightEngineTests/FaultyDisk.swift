import EventJournal
import Synchronization

@testable import NightEngine

/// A memory journal on a disk with faults: a reserve that is used up and does not come back, appends that hang.
final class FaultyDisk: Journal {
    private struct State {
        var reserve = JournalReserve.held(bytes: 64 << 20)
        var hasRoomForReserve = true
        var reserveTries = 0
        var foldings = 0
    }

    let journal = MemoryJournal()
    private let state = Mutex(State())
    /// Appends wait here while it is closed.
    private let goesOn = Gate()
    private let hangs = AsyncStream<Void>.makeStream()

    init() {
        goesOn.open()
    }

    var reserveTries: Int { state.withLock(\.reserveTries) }
    /// How often a board was folded from it.
    var foldings: Int { state.withLock(\.foldings) }

    func hasRoomForReserve(_ hasRoom: Bool) {
        state.withLock { $0.hasRoomForReserve = hasRoom }
    }

    /// From now on an append waits until `goOn`.
    func hang() {
        goesOn.close()
    }

    /// Returns when an append has begun to wait.
    func untilItHangs() async {
        for await _ in hangs.stream { return }
    }

    func goOn() {
        goesOn.open()
    }

    // MARK: Journal

    var reserve: JournalReserve { state.withLock(\.reserve) }

    func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        if !goesOn.wait(atMostNanoseconds: 0) {
            hangs.continuation.yield()
            goesOn.wait(atMostNanoseconds: 60_000_000_000)
        }
        return try journal.append(entries)
    }

    func releaseReserve() throws(JournalError) {
        state.withLock { state in
            if case .held = state.reserve { state.reserve = .released }
        }
    }

    func restoreReserve() -> JournalReserve {
        state.withLock { state in
            state.reserveTries += 1
            state.reserve = state.hasRoomForReserve ? .held(bytes: 64 << 20) : .missing("no space")
            return state.reserve
        }
    }

    func readOpen(_ body: (JournalRow) throws -> Void) throws {
        state.withLock { $0.foldings += 1 }
        try journal.readOpen(body)
    }

    func erase(texts: [JournalDigest]) throws(JournalError) -> Int { try journal.erase(texts: texts) }
    func head() -> JournalHead { journal.head() }
    func openSubjects() throws(JournalError) -> [JournalSubject] { try journal.openSubjects() }
    func highestID(of kind: UInt8) throws(JournalError) -> Int64 { try journal.highestID(of: kind) }
    func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws {
        try journal.read(of: subject, body)
    }
    func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws {
        try journal.read(from: sequence, limit: limit, body)
    }
}
