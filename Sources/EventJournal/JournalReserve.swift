internal import Glibc

/// Space on the journal's disk that is kept back, so that running trees can go on to their end when the disk is full.
public enum JournalReserve: Hashable, Sendable {
    /// None was asked for.
    case none
    /// This many bytes are kept back.
    case held(bytes: Int)
    /// It was released, to be used.
    case released
    /// It could not be made; the text says why.
    case missing(String)

    /// Makes the reserve, or finds it there already.
    static func make(path: String, bytes: Int) -> JournalReserve {
        guard bytes > 0 else { return .none }
        let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return .missing(systemError(errno)) }
        defer { close(file) }
        // Allocates the blocks and not only the length, and does nothing where they are there already.
        let result = posix_fallocate(file, 0, off_t(bytes))
        guard result == 0 else {
            unlink(path)
            return .missing(systemError(result))
        }
        return .held(bytes: bytes)
    }

    /// Runs what may need space. When there is none and a reserve lies there, gives that away and tries once more.
    ///
    /// SQLite says "disk full" or, where the space is for the memory that it shares with readers, "I/O error".
    static func lend<Result>(
        path: String, to body: () throws(JournalError) -> Result
    ) throws(JournalError) -> (result: Result, wasReleased: Bool) {
        do {
            return (try body(), false)
        } catch {
            switch error {
            case .full, .ioFailed: break
            default: throw error
            }
            guard access(path, F_OK) == 0 else { throw error }
            try release(path: path)
            return (try body(), true)
        }
    }

    static func release(path: String) throws(JournalError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .ioFailed("\(path): \(systemError(errno))") }
    }
}
