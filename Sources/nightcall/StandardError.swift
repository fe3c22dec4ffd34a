import Glibc
import Synchronization

/// Where messages go; standard output holds results alone.
///
/// Nobody may wait for whoever reads it: a log that is not read, or whose reader has gone, must not hold up a call. Lines
/// that find no room are counted, and the count is told when there is room again.
enum StandardError {
    private static let missed = Mutex(0)

    static func print(_ line: String) {
        missed.withLock { missed in
            // Once a reader has stopped, every further line must not wait for it again.
            let patience: Int32 = missed == 0 ? 100 : 0
            if missed > 0, put("\(missed) lines found no room here\n", patience) { missed = 0 }
            if !put(line + "\n", patience) { missed += 1 }
        }
    }

    /// - Parameter patience: milliseconds to wait for room.
    private static func put(_ text: String, _ patience: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            var room = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
            guard poll(&room, 1, patience) == 1, room.revents & Int16(POLLOUT) != 0 else { return false }
            // A pipe that has room takes so many bytes without blocking (POSIX, PIPE_BUF).
            let piece = rest.prefix(Int(PIPE_BUF))
            let count = piece.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
