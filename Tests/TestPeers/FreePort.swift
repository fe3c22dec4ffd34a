import Foundation

/// Ports of this machine's loopback for programs that cannot choose one themselves.
public enum FreePort {
    public struct NoneFree: Error {}

    /// A port that was free a moment ago, for TCP and UDP.
    ///
    /// It lies below the ports that Linux hands out by itself (32768 and above): a port from among those may be another
    /// connection's by the time that the program listens, or listens again.
    public static func find() throws -> Int {
        for _ in 1...100 {
            let port = Int.random(in: 10_000..<32_768)
            if canBind(port, SOCK_STREAM), canBind(port, SOCK_DGRAM) { return port }
        }
        throw NoneFree()
    }

    private static func canBind(_ port: Int, _ kind: __socket_type) -> Bool {
        let socket = socket(AF_INET, Int32(kind.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
