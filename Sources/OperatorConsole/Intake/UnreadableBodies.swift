internal import CallTree
internal import Foundation
internal import ServiceHours
internal import Synchronization

/// Keeps the bodies that could not be read: each may have been an outage, so a person must be able to look.
///
/// The newest `countLimit` are kept as files, older ones make room; those that an earlier process kept are shown like its
/// own. A disk that takes no file, or not fast enough, changes nothing for the sender: the body is counted and shown all
/// the same.
final class UnreadableBodies: Sendable {
    static let countLimit = 100
    static let shownLimit = 20
    /// Bodies held in memory until they are written.
    static let pendingLimit = 100

    /// One body, as the page shows it.
    struct Kept: Hashable, Sendable {
        let at: Instant
        /// Nil when the file beside the body, which tells where it came from, is missing.
        let origin: UnreadableOrigin?
        let byteCount: Int
        /// Nil until it is written, and for good when it cannot be.
        var file: String?
        fileprivate let number: Int
    }

    private struct State {
        var newest: [Kept] = []
        var count = 0
        var number = 0
        var pending = 0
    }

    private let state: Mutex<State>
    private let folder: UnreadableFolder
    private let now: @Sendable () -> Instant

    /// Reads what an earlier process has kept.
    init(folder path: String, now: @escaping @Sendable () -> Instant) {
        self.now = now
        let (folder, found) = UnreadableFolder.open(path, keeping: Self.countLimit)
        self.folder = folder
        var state = State()
        state.count = found.count
        state.newest = found.suffix(Self.shownLimit).reversed().map { body in
            Kept(at: body.at, origin: body.origin, byteCount: body.byteCount, file: body.path, number: 0)
        }
        self.state = Mutex(state)
    }

    /// Counts and shows the body at once; returns when it is written, or cannot be.
    func keep(_ body: [UInt8], contract: ContractID, source: SourceID, why: String) async {
        let origin = UnreadableOrigin(contract: contract, source: source, why: why)
        let at = now()
        let (number, mayWrite) = state.withLock { state in
            state.count += 1
            state.number += 1
            state.newest.insert(
                Kept(at: at, origin: origin, byteCount: body.count, file: nil, number: state.number), at: 0)
            if state.newest.count > Self.shownLimit { state.newest.removeLast() }
            guard state.pending < Self.pendingLimit else { return (state.number, false) }
            state.pending += 1
            return (state.number, true)
        }
        guard mayWrite else { return }
        let path = await folder.write(body, origin: origin, at: at, number: number)
        state.withLock { state in
            state.pending -= 1
            guard let index = state.newest.firstIndex(where: { $0.number == number }) else { return }
            state.newest[index].file = path
        }
    }

    /// The newest first.
    var newest: [Kept] { state.withLock(\.newest) }

    /// Those since the start, and those that were there before.
    var count: Int { state.withLock(\.count) }
}
