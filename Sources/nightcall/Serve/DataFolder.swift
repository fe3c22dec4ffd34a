import Foundation
import Glibc
import ServiceHours

/// The folder of the journal and its neighbours.
struct DataFolder {
    let path: String

    /// - Throws: when it cannot be made.
    func create() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    // MARK: The process that serves the site

    private var processFile: String { path.appendingPathSegment("nightcall.pid") }
    private var lockFile: String { path.appendingPathSegment("journal.lock") }

    func writeProcessID() {
        try? Data("\(getpid())\n".utf8).write(to: URL(fileURLWithPath: processFile))
    }

    func removeProcessID() {
        if number(in: processFile) == getpid() { unlink(processFile) }
    }

    /// The process that serves this site: the one that the file names, and only while it also holds the journal's lock.
    var servingProcess: pid_t? {
        guard let process = number(in: processFile), process == number(in: lockFile), isLocked else { return nil }
        return process
    }

    private var isLocked: Bool {
        let file = open(lockFile, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return false }
        defer { close(file) }
        if flock(file, LOCK_EX | LOCK_NB) == 0 {
            flock(file, LOCK_UN)
            return false
        }
        return errno == EWOULDBLOCK
    }

    private func number(in file: String) -> pid_t? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap { $0 > 0 ? $0 : nil }
    }

    // MARK: What became of reloads

    /// Of the last try; nil when there was none.
    var reloadAnswer: ReloadAnswer? {
        (try? String(contentsOfFile: reloadFile, encoding: .utf8)).flatMap(ReloadAnswer.init(text:))
    }

    /// Written beside and renamed, so that a reader meets one answer or the other, whole.
    func answerReload(isTaken: Bool, _ lines: [String]) {
        let answer = ReloadAnswer(number: (reloadAnswer?.number ?? 0) + 1, isTaken: isTaken, lines: lines)
        do {
            try Data(answer.text.utf8).write(to: URL(fileURLWithPath: reloadFile), options: .atomic)
        } catch {
            StandardError.print("\(reloadFile) cannot be written: \(error.localizedDescription)")
        }
    }

    private var reloadFile: String { path.appendingPathSegment("reloaded") }

    // MARK: Whether it can be written

    /// Writes the instant of a heartbeat into a file and syncs it: what a disk that is full, gone or read-only refuses.
    /// Beside the threads that answer requests, because a disk may take its time.
    func noteHeartbeat() async throws {
        let file = path.appendingPathSegment("heartbeat")
        let text = "\(RealClock.now())\n"
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(with: Result { try Self.write(text, durablyTo: file) })
            }
        }
    }

    private static func write(_ text: String, durablyTo path: String) throws {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
    }

    // MARK: How often it has been started

    /// Notes this start, and gives how many there were within the last minute, this one included. A clean stop wipes the
    /// notes out: only a process that keeps dying counts up.
    func noteStart(at now: Instant) -> Int {
        let earlier = (try? String(contentsOfFile: startsFile, encoding: .utf8)) ?? ""
        let recent = earlier.split(separator: "\n").compactMap { Int64($0) }.map { Instant(microseconds: $0) }
            .filter { now.since($0) >= .zero && now.since($0) < .minutes(1) }
        let noted = recent.suffix(20) + [now]
        let text = noted.map { "\($0.microseconds)\n" }.joined()
        try? Data(text.utf8).write(to: URL(fileURLWithPath: startsFile))
        return noted.count
    }

    func forgetStarts() {
        unlink(startsFile)
    }

    private var startsFile: String { path.appendingPathSegment("starts") }
}
