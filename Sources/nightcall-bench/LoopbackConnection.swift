import Glibc

/// A kept HTTP connection to a port of the loopback.
struct LoopbackConnection {
    private let socket: Int32

    init(port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchError("nobody listens on port \(port)") }
        var now: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Posts a body and waits for the answer, whose head must come in one piece and without a body.
    func post(_ body: String) {
        let head = "POST /dial HTTP/1.1\r\nHost: sink\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let bytes = Array((head + body).utf8)
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            BenchCommand.giveUp("the sink has gone")
        }
        var answer = [UInt8](repeating: 0, count: 1_024)
        guard recv(socket, &answer, answer.count, 0) > 0 else { BenchCommand.giveUp("the sink does not answer") }
    }
}
