internal import Glibc
internal import ServiceHours

/// What the system tells of a file.
struct FileFacts: Hashable {
    let writtenAt: Instant
    let bytes: Int

    enum Look: Hashable {
        case notAllowed, missing
        /// In the system's words.
        case unreadable(String)
        case file(FileFacts)
    }

    /// O_PATH, which Swift's import of the C library leaves out: neither reads nor waits, so that a pipe, a device and a file
    /// that nobody may read are opened just so (open(2); include/uapi/asm-generic/fcntl.h of Linux).
    private static let openPath: Int32 = 0o10_000_000

    /// - Parameter folders: only what truly lies below one of these, whatever links say, is looked at.
    static func of(_ path: String, below folders: Set<String>) -> Look {
        guard folders.contains(where: { isBelow(path, $0) }) else { return .notAllowed }
        let file = open(path, openPath | O_CLOEXEC)
        guard file >= 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(String(cString: strerror(errno)))
        }
        defer { close(file) }
        // The way of what was opened, and not of the name: nobody can put a link in between any more.
        guard let real = way(of: file), folders.contains(where: { realPath($0).map { isBelow(real, $0) } ?? false })
        else { return .notAllowed }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { return .unreadable(String(cString: strerror(errno))) }
        guard facts.st_mode & S_IFMT == S_IFREG else { return .unreadable("not a file") }
        let written = Span.seconds(facts.st_mtim.tv_sec) + .microseconds(facts.st_mtim.tv_nsec / 1_000)
        return .file(
            FileFacts(writtenAt: Instant(microseconds: 0) + written, bytes: Int(clamping: facts.st_size)))
    }

    /// By the bytes, as the system compares names: for a text, letters that look the same are the same.
    private static func isBelow(_ path: String, _ folder: String) -> Bool {
        path.utf8.starts(with: (folder.hasSuffix("/") ? folder : folder + "/").utf8)
    }

    /// Where an open file lies, all links followed (proc(5)); nil when that is longer than a path may be.
    private static func way(of file: Int32) -> String? {
        var characters = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/fd/\(file)", &characters, characters.count)
        guard count > 0, count < characters.count else { return nil }
        return String(decoding: characters.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
