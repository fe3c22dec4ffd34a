internal import CallTree
internal import Foundation
internal import ServiceHours
internal import Synchronization

/// Keeps the bodies that could not be read: each may have been an outage, so a person must be able to look.
///
/// One file a body, the newest `countLimit` of them and of each no more than `byteLimit` bytes; older ones make room.
/// A disk that takes no file changes nothing for the sender: the body is counted and shown all the same.
final class UnreadableBodies: Sendable {
    static let countLimit = 100
    static let byteLimit = 64 << 10

    /// One body, as the page shows it.
    struct Kept: Hashable, Sendable {
        let at: Instant
        let contract: ContractID
        let source: SourceID
        let why: String
        let byteCount: Int
        /// Nil when it could not be written.
        let file: String?
    }

    private struct State {
        var newest: [Kept] = []
        var count = 0
        var number = 0
    }

    private let state = Mutex(State())
    private let folder: String
    private let now: @Sendable () -> Instant
    private let files = DispatchQueue(label: "unreadable bodies", qos: .utility)

    init(folder: String, now: @escaping @Sendable () -> Instant) {
        self.folder = folder
        self.now = now
    }

    func keep(_ body: [UInt8], contract: ContractID, source: SourceID, why: String) {
        let at = now()
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let head = Data(body.prefix(Self.byteLimit))
        files.async { [self] in
            let file = write(head, name: "\(at.microseconds)-\(number).body")
            let kept = Kept(
                at: at, contract: contract, source: source, why: why, byteCount: body.count, file: file)
            state.withLock { state in
                state.count += 1
                state.newest.insert(kept, at: 0)
                if state.newest.count > 20 { state.newest.removeLast() }
            }
            removeOldest()
        }
    }

    /// The newest first.
    var newest: [Kept] { state.withLock(\.newest) }

    /// Since the start.
    var count: Int { state.withLock(\.count) }

    private func write(_ body: Data, name: String) -> String? {
        let manager = FileManager.default
        do {
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let path = folder + "/" + name
            guard manager.createFile(atPath: path, contents: body, attributes: [.posixPermissions: 0o600]) else {
                return nil
            }
            return path
        } catch {
            return nil
        }
    }

    private func removeOldest() {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: folder) else { return }
        let bodies = names.filter { $0.hasSuffix(".body") }.sorted()
        for name in bodies.dropLast(Self.countLimit) { try? manager.removeItem(atPath: folder + "/" + name) }
    }
}
