import Foundation
import Synchronization
import WebTransfer

/// A server in a process of its own: it says on which port it listens, then a line for what happens. It is killed by
/// its process id, and ends by itself when this process does.
final class Peer: @unchecked Sendable {
    // `Process` is not marked Sendable; after `init` it is only asked for its id.
    private let process = Process()
    private let given = Pipe()
    private let lines: AwaitedLines
    let port: Int

    struct NotStarted: Error {
        let program: String
    }

    private init(_ program: String, _ script: String, _ arguments: [String]) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Support/Peers")
        let out = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = [folder.appending(path: script).standardizedFileURL.path] + arguments
        process.standardInput = given
        process.standardOutput = out
        // What it says about us is nothing that a log of the tests should hold.
        process.standardError = FileHandle.nullDevice
        lines = AwaitedLines(out.fileHandleForReading)
        try process.run()
        guard let first = await lines.next(), first.hasPrefix("listening "), let port = Int(first.dropFirst(10)) else {
            throw NotStarted(program: script)
        }
        self.port = port
    }

    /// Python's own web server; see `Tests/Support/Peers/http_peer.py`.
    static func web(_ certificates: Certificates? = nil) async throws -> Peer {
        try await Peer(
            "/usr/bin/python3", "http_peer.py", certificates.map { [$0.certificate, $0.key] } ?? [])
    }

    /// aiosmtpd; see `Tests/Support/Peers/smtp_peer.py`.
    static func mail(_ arguments: [String] = [], _ certificates: Certificates? = nil) async throws -> Peer {
        // Debian's Python, for whom Debian packs aiosmtpd.
        try await Peer(
            "/usr/bin/python3", "smtp_peer.py",
            arguments + (certificates.map { ["--certificate", $0.certificate, "--key", $0.key] } ?? []))
    }

    /// The next thing that happens at the peer; nil when it has ended.
    func next() async -> String? {
        await lines.next()
    }

    /// The first thing from here on that begins so; nil when the peer ends before.
    @discardableResult
    func next(beginning text: String) async -> String? {
        while let line = await lines.next() {
            if line.hasPrefix(text) { return line }
        }
        return nil
    }

    /// All that happened up to the first thing that begins so.
    func all(until text: String) async -> [String] {
        var all: [String] = []
        while let line = await lines.next(), !line.hasPrefix(text) { all.append(line) }
        return all
    }

    /// Lets answers go that the peer holds back.
    func release() throws {
        try given.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// The lines of a pipe, for one task that waits for them without holding a thread: the transfers under test need those.
private final class AwaitedLines: Sendable {
    private struct State {
        var lines: [String] = []
        var hasEnded = false
        var waiter: CheckedContinuation<String?, Never>?
    }

    private let state = Mutex(State())

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            var rest = Data()
            while true {
                let data = handle.availableData
                if data.isEmpty { break }
                rest.append(data)
                while let end = rest.firstIndex(of: 0x0A) {
                    add(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            end()
        }
    }

    /// nil at the end, and when the task is cancelled.
    func next() async -> String? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let line: String?? = state.withLock { state in
                    if !state.lines.isEmpty { return state.lines.removeFirst() }
                    if state.hasEnded { return .some(nil) }
                    state.waiter = continuation
                    return nil
                }
                if let line { continuation.resume(returning: line) }
            }
        } onCancel: {
            end()
        }
    }

    private func add(_ line: String) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.lines.append(line) }
            return state.waiter
        }
        waiter?.resume(returning: line)
    }

    private func end() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.hasEnded = true
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }
}

extension HTTPResponse {
    /// The body, which peers send as UTF-8.
    var text: String { String(decoding: body, as: UTF8.self) }
}
