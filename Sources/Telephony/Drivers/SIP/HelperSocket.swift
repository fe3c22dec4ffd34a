internal import Dispatch
internal import Glibc
internal import Synchronization

/// One connection to the helper.
final class HelperSocket: Sendable {
    private let file: Int32
    // Dispatch says nothing of threads for its sources; they may be cancelled from any.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let unsent = Mutex<[UInt8]>([])

    /// More than this is owed to a helper that does not read: then it hangs.
    private static let unsentLimit = 4 << 20

    /// Nil when nobody listens there. What comes in is handed over on the queue, and nil at the end.
    init?(path: String, queue: DispatchQueue, heard: @escaping @Sendable (HelperSocket, [UInt8]?) -> Void) {
        let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let isFitting = bytes.count < MemoryLayout.size(ofValue: address.sun_path)
        if isFitting { withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) } }
        let isMet =
            isFitting && file >= 0
            && withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
        guard isMet else {
            if file >= 0 { Glibc.close(file) }
            return nil
        }
        _ = fcntl(file, F_SETFL, O_NONBLOCK)
        self.file = file
        source = DispatchSource.makeReadSource(fileDescriptor: file, queue: queue)
        source.setEventHandler { [weak self] in
            guard let self else { return }
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count > 0 {
                heard(self, Array(buffer.prefix(count)))
            } else if count == 0 || errno != EAGAIN && errno != EINTR {
                heard(self, nil)
            }
        }
        source.setCancelHandler { Glibc.close(file) }
        source.resume()
    }

    func close() { source.cancel() }

    /// What has come in and was not handed over yet.
    func rest() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count <= 0 { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// What cannot be written now is written with the next.
    /// - Returns: whether the helper is still there.
    func write(_ bytes: [UInt8]) -> Bool {
        unsent.withLock { unsent in
            unsent += bytes
            while !unsent.isEmpty {
                let count = unsent.withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count < 0 { return (errno == EAGAIN || errno == EINTR) && unsent.count < Self.unsentLimit }
                unsent.removeFirst(count)
            }
            return true
        }
    }

    /// Waits at most so long until everything is written.
    func flush(milliseconds: Int32) {
        var waiting = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        if !unsent.withLock(\.isEmpty) { poll(&waiting, 1, milliseconds) }
        _ = write([])
    }
}
