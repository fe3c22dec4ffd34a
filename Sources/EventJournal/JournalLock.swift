internal import Glibc

/// The lock that makes a journal's writer the only one. It ends with the process, however the process ends.
///
/// The file stays when the lock ends: removing it would let two processes lock two files of the same name.
final class JournalLock: Sendable {
    private let file: Int32

    init(path: String) throws(JournalError) {
        let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .unusable(path: path, systemError(errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            defer { close(file) }
            guard reason == EWOULDBLOCK else { throw .unusable(path: path, systemError(reason)) }
            throw .heldByAnother(path: path, processID: Self.processID(in: file))
        }
        self.file = file
        // For people and for the message above; the lock itself does not depend on it, so a full disk may refuse it.
        let owner = Array("\(getpid())\n".utf8)
        if ftruncate(file, 0) == 0 { _ = pwrite(file, owner, owner.count, 0) }
    }

    deinit {
        close(file)
    }

    private static func processID(in file: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
