import Foundation
import Glibc

/// One request over HTTP to a server of this machine, on a connection of its own.
///
/// Of sockets alone, because Foundation's sessions end the process now and then when thousands of connections are cut off
/// by servers that are killed.
enum LoopbackRequest {
    /// Status and text of the answer; 0 when there was none within the time. Waits on a thread of its own, because other
    /// tests go on meanwhile.
    static func send(
        _ method: String, to address: String, _ path: String, token: String? = nil, body: String? = nil,
        seconds: Int = 60
    ) async -> (status: Int, text: String) {
        await withCheckedContinuation { waiting in
            Thread.detachNewThread {
                waiting.resume(returning: exchange(method, address, path, token, body, seconds))
            }
        }
    }

    private static func exchange(
        _ method: String, _ address: String, _ path: String, _ token: String?, _ body: String?, _ seconds: Int
    ) -> (status: Int, text: String) {
        guard let port = URL(string: address)?.port.flatMap({ UInt16(exactly: $0) }),
            let connection = Connection(port: port, seconds: seconds)
        else { return (0, "") }
        defer { connection.close() }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        guard connection.write(Data((head + "\r\n" + (body ?? "")).utf8)) else { return (0, "") }
        return answer(connection.readAll())
    }

    private static func answer(_ bytes: Data) -> (status: Int, text: String) {
        guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else { return (0, "") }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let lines = head.components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            return (0, "")
        }
        let body = bytes[end.upperBound...]
        func field(_ name: String) -> String? {
            lines.dropFirst().first { $0.lowercased().hasPrefix(name + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
        if field("transfer-encoding") == "chunked" {
            guard let whole = unchunked(body) else { return (0, "") }
            return (status, String(decoding: whole, as: UTF8.self))
        }
        // An answer that was cut off is none.
        if let length = field("content-length").flatMap({ Int($0) }), body.count < length { return (0, "") }
        return (status, String(decoding: body, as: UTF8.self))
    }

    /// Nil when the last chunk is missing.
    private static func unchunked(_ bytes: Data) -> Data? {
        var rest = bytes
        var whole = Data()
        while let end = rest.range(of: Data("\r\n".utf8)) {
            guard let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) else {
                return nil
            }
            if size == 0 { return whole }
            guard rest[end.upperBound...].count >= size + 2 else { return nil }
            whole += rest[end.upperBound..<(end.upperBound + size)]
            rest = rest[(end.upperBound + size + 2)...]
        }
        return nil
    }

    private struct Connection {
        private let socket: Int32

        init?(port: UInt16, seconds: Int) {
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            var patience = timeval(tv_sec: seconds, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(socket, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
            }
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

        func write(_ data: Data) -> Bool {
            var rest = Array(data)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count <= 0 { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        func readAll() -> Data {
            var all = Data()
            var piece = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = recv(socket, &piece, piece.count, 0)
                if count <= 0 { return all }
                all += piece[..<count]
            }
        }

        func close() { Glibc.close(socket) }
    }
}
