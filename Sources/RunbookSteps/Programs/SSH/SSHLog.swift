internal import Glibc

/// The file into which ssh writes what it has to say itself, apart from what the command at the other end writes to its
/// standard error: only so can the two not be mistaken for each other.
struct SSHLog: Sendable {
    let path: String
    private let folder: String

    /// A folder of its own, which nobody else can read; nil when the machine has no room for one.
    init?() {
        var template = Array("/tmp/nightcall-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/log"
    }

    /// Its beginning, of at most 16 KiB; empty when ssh has written nothing.
    func text() -> String {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    func remove() {
        unlink(path)
        rmdir(folder)
    }
}
