internal import Glibc

/// The write-ahead log, looked at from outside: how long it is.
///
/// The length of the file does not tell, because SQLite overwrites the log from its beginning once it was folded in.
/// The format: https://www.sqlite.org/fileformat2.html#walformat. A header of 32 bytes has the page size in bytes 8 to
/// 11 and two salts in bytes 16 to 23; each frame is 24 bytes and a page, and repeats the salts in its bytes 8 to 15.
/// A frame with other salts is left from before.
final class WriteAheadLog: Sendable {
    private let file: Int32

    /// - Parameter path: that of the database.
    init(of path: String) throws(JournalError) {
        let log = path + "-wal"
        file = open(log, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw .unusable(path: log, systemError(errno)) }
    }

    deinit {
        close(file)
    }

    /// Whether at least so many pages are in the log.
    func holds(pages: Int) -> Bool {
        guard let sizeField = bytes(4, at: 8), let salts = bytes(8, at: 16) else { return false }
        let pageSize = sizeField.reduce(0) { $0 << 8 | Int($1) }
        return bytes(8, at: 32 + (pages - 1) * (24 + pageSize) + 8) == salts
    }

    /// nil where the file is shorter.
    private func bytes(_ count: Int, at offset: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(file, &bytes, count, off_t(offset)) == count ? bytes : nil
    }
}
