import Foundation
import Glibc

/// A port of the loopback that does less than a server.
final class LoopbackPort: Sendable {
    let number: Int
    private let socket: Int32

    struct NotOpened: Error {}

    /// Takes connections and never says a word: the system itself completes them.
    init(isListening: Bool = true) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [socket] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound, !isListening || listen(socket, 16) == 0 else { throw NotOpened() }
        number = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Bound and not listening: connections are refused, and nobody else gets the port meanwhile.
    static func refusing() throws -> LoopbackPort {
        try LoopbackPort(isListening: false)
    }

    /// Takes connections and closes each at once, or after some words.
    static func closing(saying words: String = "") throws -> LoopbackPort {
        let port = try LoopbackPort()
        Thread.detachNewThread { [socket = port.socket] in
            while true {
                let connection = accept(socket, nil, nil)
                if connection < 0 { return }
                _ = words.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
                close(connection)
            }
        }
        return port
    }

    deinit {
        // Ends an `accept` as well, which closing alone would not.
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }
}
