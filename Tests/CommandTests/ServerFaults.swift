import EventJournal
import Foundation
import Glibc
import Testing

/// A server whose start is held for some seconds: it waits for a lock on its journal.
struct HeldServer {
    let folder: ScratchFolder
    let program: RunningProgram
    private let lock: FileLock

    init() throws {
        folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        try folder.write("var/.keep", "")
        let files = JournalFiles(folder: folder.url.appending(path: "var").path)
        try SQLiteJournal(at: files, reserveBytes: 0).close()
        lock = try #require(FileLock(on: files.database, byte: FileLock.everyReader))
        program = try RunningProgram(
            NightCallProgram.path, ["serve", "--site", folder.url.path], environment: RunningServer.secrets)
        // Its process id stands in the file from the moment before it opens the journal.
        while program.isRunning, (try? String(contentsOfFile: files.lock, encoding: .utf8)) != "\(program.processID)\n"
        {
            sched_yield()
        }
    }

    /// Lets the start go on.
    func letGo() {
        lock.release()
    }
}

/// A connection that the test opens and leaves open.
struct HeldConnection {
    private let socket: Int32

    /// - Parameter address: such as `http://127.0.0.1:8024`.
    init?(to address: String) {
        guard let port = URL(string: address)?.port.flatMap({ UInt16(exactly: $0) }) else { return nil }
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var peer = sockaddr_in()
        peer.sin_family = sa_family_t(AF_INET)
        peer.sin_port = port.bigEndian
        peer.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if !isConnected {
            Glibc.close(socket)
            return nil
        }
    }

    func send(_ text: String) {
        _ = Glibc.send(socket, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }

    func close() {
        Glibc.close(socket)
    }
}

/// Keeps other processes away from a journal.
struct FileLock {
    /// In the database, the byte that everybody locks who begins to read
    /// (https://www.sqlite.org/lockingv3.html, PENDING).
    static let everyReader = 0x4000_0000
    /// In the shared memory, the lock of whoever writes the log (https://www.sqlite.org/walformat.html, "WAL Locks").
    static let everyWriter = 120

    private let file: Int32

    init?(on path: String, byte: Int) {
        file = open(path, O_RDWR | O_CLOEXEC)
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = byte
        lock.l_len = 1
        guard file >= 0, fcntl(file, F_SETLK, &lock) == 0 else { return nil }
    }

    func release() {
        Glibc.close(file)
    }
}
