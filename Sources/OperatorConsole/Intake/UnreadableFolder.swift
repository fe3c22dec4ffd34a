internal import CallTree
internal import Foundation
internal import ServiceHours
internal import Synchronization

/// Where an unreadable body came from, and why it could not be read.
struct UnreadableOrigin: Hashable, Sendable {
    let contract: ContractID
    let source: SourceID
    let why: String
}

/// The folder of unreadable bodies. A body is `<microseconds>-<number>.body`, its first 64 KiB; beside it stands
/// `<microseconds>-<number>.json` with what the page tells of it. Nothing else in the folder is touched.
final class UnreadableFolder: Sendable {
    static let byteLimit = 64 << 10

    /// A body that an earlier process has left.
    struct Found {
        let path: String
        let at: Instant
        let origin: UnreadableOrigin?
        let byteCount: Int
    }

    /// What stands in the file beside a body.
    private struct Neighbour: Codable {
        let contract: String
        let source: String
        let why: String
        let bytes: Int
    }

    private let path: String
    private let countLimit: Int
    /// One file at a time, beside the tasks that serve requests.
    private let writing = DispatchQueue(label: "unreadable bodies", qos: .utility)
    /// The names without their endings, the oldest first.
    private let stems: Mutex<[String]>

    private init(path: String, countLimit: Int, stems: [String]) {
        self.path = path
        self.countLimit = countLimit
        self.stems = Mutex(stems)
    }

    /// Lists the folder, once for the life of the process.
    static func open(_ path: String, keeping countLimit: Int) -> (UnreadableFolder, [Found]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let dated = names.filter { $0.hasSuffix(".body") }.compactMap { name -> (microseconds: Int64, stem: String)? in
            let stem = String(name.dropLast(5))
            return stem.split(separator: "-").first.flatMap { Int64($0) }.map { ($0, stem) }
        }.sorted { $0 < $1 }
        let folder = UnreadableFolder(path: path, countLimit: countLimit, stems: dated.map(\.stem))
        folder.removeOldest()
        let found = dated.suffix(countLimit).map { microseconds, stem in
            let neighbour = folder.neighbour(of: stem)
            return Found(
                path: folder.file(stem, "body"), at: Instant(microseconds: microseconds),
                origin: neighbour.map {
                    UnreadableOrigin(contract: ContractID($0.contract), source: SourceID($0.source), why: $0.why)
                },
                byteCount: neighbour?.bytes ?? folder.size(of: stem))
        }
        return (folder, found)
    }

    /// - Returns: the path of the body; nil when it could not be written.
    func write(_ body: [UInt8], origin: UnreadableOrigin, at: Instant, number: Int) async -> String? {
        let head = Data(body.prefix(Self.byteLimit))
        let neighbour = Neighbour(
            contract: origin.contract.text, source: origin.source.text, why: origin.why, bytes: body.count)
        return await withCheckedContinuation { continuation in
            writing.async { [self] in
                continuation.resume(returning: write(head, neighbour, stem: "\(at.microseconds)-\(number)"))
            }
        }
    }

    private func write(_ body: Data, _ neighbour: Neighbour, stem: String) -> String? {
        let manager = FileManager.default
        try? manager.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let bodyFile = file(stem, "body")
        guard manager.createFile(atPath: bodyFile, contents: body, attributes: [.posixPermissions: 0o600]) else {
            return nil
        }
        // Without its neighbour the body is still shown, if not whose it was.
        if let text = try? JSONEncoder().encode(neighbour) {
            _ = manager.createFile(
                atPath: file(stem, "json"), contents: text, attributes: [.posixPermissions: 0o600])
        }
        stems.withLock { $0.append(stem) }
        removeOldest()
        return bodyFile
    }

    private func removeOldest() {
        let surplus = stems.withLock { stems -> [String] in
            let surplus = Array(stems.dropLast(countLimit))
            stems.removeFirst(surplus.count)
            return surplus
        }
        for stem in surplus {
            for ending in ["body", "json"] { try? FileManager.default.removeItem(atPath: file(stem, ending)) }
        }
    }

    private func neighbour(of stem: String) -> Neighbour? {
        FileManager.default.contents(atPath: file(stem, "json"))
            .flatMap { try? JSONDecoder().decode(Neighbour.self, from: $0) }
    }

    private func size(of stem: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file(stem, "body"))
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    private func file(_ stem: String, _ ending: String) -> String { "\(path)/\(stem).\(ending)" }
}
