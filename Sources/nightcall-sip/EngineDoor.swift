import Glibc
import SIPMessages

/// The socket on which the engine is waited for, and the connection to it. One helper holds it, and one engine is talked to:
/// a new one takes the place of the old one, which is dead or about to be.
final class EngineDoor {
    private let path: String
    private let lock: Int32
    let listener: Int32
    /// -1 while there is no engine.
    private(set) var connection: Int32 = -1
    private var cutter = LineCutter()
    private var unsent: [UInt8] = []

    /// More than this is owed to an engine that does not read: then it is taken for dead.
    private static let unsentLimit = 16 << 20

    /// Nil when another helper holds the socket, or it cannot be made.
    init?(path: String) {
        self.path = path
        lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { return nil }
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard listener >= 0, bytes.count <= room else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // One that a dead helper left: the lock says that there is no living one.
        unlink(path)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(listener, 4) == 0 else { return nil }
    }

    func close() {
        unlink(path)
    }

    /// Takes whoever knocks. Only processes of the same user are let in, by the rights of the socket.
    /// - Returns: whether there is a new engine; `replaced` is the connection that it took the place of.
    func admit(replaced: (Int32) -> Void) -> Bool {
        let new = accept(listener, nil, nil)
        guard new >= 0 else { return false }
        // Nothing is ever started from here, so that nobody could inherit it.
        _ = fcntl(new, F_SETFL, O_NONBLOCK)
        if connection >= 0 {
            replaced(connection)
            Glibc.close(connection)
        }
        connection = new
        cutter = LineCutter()
        unsent = []
        return true
    }

    func hangUp() {
        guard connection >= 0 else { return }
        Glibc.close(connection)
        connection = -1
    }

    /// The commands that have come in whole; nil when the engine is gone.
    func read() -> [SIPCommand]? {
        var commands: [SIPCommand] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(connection, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN || errno == EINTR { return commands }
            guard count > 0, let lines = cutter.take(buffer.prefix(count)) else { return nil }
            commands += lines.compactMap { SIPCommand(line: $0) }
        }
    }

    /// - Returns: whether the engine is still there.
    func write(_ news: SIPNews) -> Bool {
        guard connection >= 0 else { return false }
        unsent += news.line
        return flush() && unsent.count <= Self.unsentLimit
    }

    var hasUnsent: Bool { !unsent.isEmpty }

    /// - Returns: whether the engine is still there.
    func flush() -> Bool {
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            unsent.removeFirst(count)
        }
        return true
    }
}
