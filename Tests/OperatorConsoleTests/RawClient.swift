import Foundation
import Glibc

/// Speaks HTTP as bytes on a socket, so that a test can also speak it badly.
struct RawClient: Sendable {
    let port: Int

    /// What came back, as far as anything did.
    struct Reply: Sendable {
        let status: Int
        let head: String
        let body: String

        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix(name.lowercased() + ":") {
                return String(line.dropFirst(name.utf8.count + 1)).trimmingPrefix(" ").description
            }
            return nil
        }
    }

    enum Failure: Error {
        case noConnection, noReply
    }

    /// A request by the book.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Reply {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if !body.isEmpty || method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return try await exchange(Array((head + "\r\n").utf8) + body)
    }

    /// Any bytes; the reply is read until the server closes.
    func exchange(_ bytes: [UInt8]) async throws -> Reply {
        guard let reply = Self.parse(try await raw(bytes)) else { throw Failure.noReply }
        return reply
    }

    /// Any bytes, and whatever comes back until the server closes.
    func raw(_ bytes: [UInt8]) async throws -> [UInt8] {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: the tasks of the server under test share the threads of Dispatch.
            Thread.detachNewThread {
                guard let connection = Connection(port: port) else {
                    return continuation.resume(throwing: Failure.noConnection)
                }
                connection.write(bytes)
                continuation.resume(returning: connection.readToEnd())
            }
        }
    }

    private static func parse(_ bytes: [UInt8]) -> Reply? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = String(text[..<end.lowerBound])
        let words = head.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        return Reply(status: status, head: head, body: String(text[end.upperBound...]))
    }
}

/// One connection to the loopback.
final class Connection: Sendable {
    private let socket: Int32

    /// - Parameter receiveBytes: how much is taken in without being read; nil leaves it to the system.
    init?(port: Int, timeoutSeconds: Int = 20, receiveBytes: Int32? = nil) {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        if var receiveBytes {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receiveBytes, socklen_t(MemoryLayout<Int32>.size))
        }
        var timeout = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if !isConnected {
            Glibc.close(socket)
            return nil
        }
    }

    deinit {
        Glibc.close(socket)
    }

    /// Stops early when the server has gone.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    fileprivate func readToEnd() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// `POLLRDHUP` of poll(2), which glibc gives to GNU sources alone.
    private static let otherSideClosed: Int16 = 0x2000

    /// Writes a byte every tenth of a second until the server has closed; gives how many it took.
    func drip(_ bytes: [UInt8]) async -> Int {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                for (count, byte) in bytes.enumerated() {
                    var one = byte
                    guard Glibc.send(socket, &one, 1, Int32(MSG_NOSIGNAL)) == 1 else {
                        return continuation.resume(returning: count)
                    }
                    // Its own pace, a tenth of a second, or less when the server has closed. That an answer can be
                    // read does not hurry it.
                    var closed = pollfd(fd: socket, events: Self.otherSideClosed, revents: 0)
                    poll(&closed, 1, 100)
                }
                continuation.resume(returning: bytes.count)
            }
        }
    }

    /// What comes until the server closes.
    func rest() async -> [UInt8] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in continuation.resume(returning: readToEnd()) }
        }
    }
}
