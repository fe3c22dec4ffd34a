import OperatorConsole
import Testing

/// What no sender should do. After each the same server takes an alert and is ready.
@Suite struct HostileTests {
    enum OddBody: String, CaseIterable {
        case openArrays, nestedArrays, hugeNumber, nullKey, emptyArray, emptyObject, null, emptyText, nothing,
            otherShape

        var text: String {
            switch self {
            case .openArrays: String(repeating: "[", count: 100_000)
            case .nestedArrays: String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
            case .hugeNumber: "{\"dedupKey\":\"k\",\"startedAt\":\(String(repeating: "9", count: 400)),\"x\":1e999}"
            case .nullKey: "{\"dedupKey\":null}"
            case .emptyArray: "[]"
            case .emptyObject: "{}"
            case .null: "null"
            case .emptyText: "\"\""
            case .nothing: ""
            case .otherShape: "{\"alerts\":[{}]}"
            }
        }
    }

    @Test(arguments: OddBody.allCases)
    func `odd JSON is answered and nothing is taken for recovered`(body: OddBody) async throws {
        try await TestServer.with { server in
            _ = try await server.post(TestServer.firing("k"))
            let reply = try await server.post(body.text)
            #expect([202, 422].contains(reply.status))
            server.expect(
                "\"recoveredAt\":null", in: try await server.get("/api/incidents", headers: TestServer.asOperator))
            try await server.expectToGoOn()
        }
    }

    @Test func `invalid UTF-8 is answered`() async throws {
        try await TestServer.with { server in
            let reply = try await server.post([0x7B, 0xFF, 0xFE, 0xC0, 0x80, 0x7D])
            #expect(reply.status == 422)
            let mended = Array("{\"dedupKey\":\"".utf8) + [0xFF] + Array("\",\"status\":\"firing\"}".utf8)
            let status = try await server.post(mended).status
            #expect([202, 422].contains(status))
            try await server.expectToGoOn()
        }
    }

    @Test(arguments: [
        "GET /alerts/acme/hand HTTP/1.1", "PUT /alerts/acme/hand HTTP/1.1", "POST / HTTP/1.1",
        "DELETE /metrics HTTP/1.1",
    ])
    func `a wrong method is answered 405 with what the path takes`(line: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.client.exchange(
                Array("\(line)\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8))
            #expect(reply.status == 405)
            #expect(reply.header("Allow") == (line.contains("/alerts/") ? "POST" : "GET, HEAD"))
        }
    }

    @Test(arguments: [
        "/nothing", "/alerts", "/alerts/acme", "/alerts/acme/hand/more", "/incidents/", "/incidents/abc",
        "/incidents/0",
        "/incidents/-1", "/incidents/99999999999999999999", "/%zz", "//", "/../../etc/passwd", "/console.css/",
    ])
    func `a path that leads nowhere is answered 404`(path: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.get(path)
            #expect(reply.status == 404)
        }
    }

    @Test(arguments: [
        "\r\n\r\n\r\n", "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n bad\u{0}header\r\n\r\n",
        "POST /alerts/acme/hand HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "POST /alerts/acme/hand HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /alerts/acme/hand HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    ])
    func `what is no HTTP ends its own connection only`(bytes: String) async throws {
        try await TestServer.with(settings: { $0.idleSeconds = 1 }) { server in
            _ = try await server.client.raw(Array(bytes.utf8))
            try await server.expectToGoOn()
        }
    }

    @Test func `a flood of headers is refused`() async throws {
        try await TestServer.with { server in
            let many = (0..<5_000).map { "X-H\($0): \(String(repeating: "v", count: 100))\r\n" }.joined()
            let reply = try await server.client.raw(
                Array("GET / HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n".utf8))
            #expect(!String(decoding: reply, as: UTF8.self).contains("200 OK"))
            try await server.expectToGoOn()
        }
    }

    @Test func `a head that drips in byte by byte is not waited for longer than a silent one`() async throws {
        try await TestServer.with(settings: { $0.idleSeconds = 1 }) { server in
            let head = Array("GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "v", count: 100))".utf8)
            let taken = await Connection(port: server.client.port)?.drip(head)
            let count = try #require(taken)
            #expect(count < head.count / 2)
        }
    }

    @Test func `a body that drips in after its request was refused is not waited for`() async throws {
        try await TestServer.with(settings: { $0.idleSeconds = 1 }) { server in
            let connection = try #require(Connection(port: server.client.port))
            let head = "POST /alerts/acme/hand HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
            connection.write(Array(head.utf8))
            let count = await connection.drip([UInt8](repeating: 0x20, count: 100))
            #expect(count < 50)
        }
    }

    @Test func `who asks much and takes nothing is closed`() async throws {
        try await TestServer.with(settings: {
            $0.idleSeconds = 1; $0.connectionLimit = 1
        }) { server in
            let greedy = try #require(Connection(port: server.client.port, receiveBytes: 4_096))
            let request = "GET /console.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
            greedy.write(Array(String(repeating: request, count: 3_000).utf8))
            // There is room for one connection: this one is served when the other is gone.
            server.expect(200, from: try await server.get("/healthz"))
            withExtendedLifetime(greedy) {}
        }
    }

    @Test func `a client of HTTP 1.0 gets its answer and the end, one that wants to go on goes on`() async throws {
        try await TestServer.with { server in
            let begin = ContinuousClock.now
            let reply = try await server.client.exchange(Array("GET /healthz HTTP/1.0\r\n\r\n".utf8))
            #expect(reply.status == 200)
            #expect(reply.header("Connection") == "close")
            #expect(reply.body == "alive\n")
            #expect(ContinuousClock.now - begin < .seconds(15))
            let kept = try await server.client.exchange(
                Array(
                    """
                    GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n\
                    GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n
                    """.utf8))
            #expect(kept.body.contains("200 OK"))
        }
    }

    @Test func `half-sent, silent and dripping requests are closed, and others are served meanwhile`() async throws {
        try await TestServer.with(settings: {
            $0.idleSeconds = 2; $0.bodySeconds = 1
        }) { server in
            let port = server.client.port
            let silent = (0..<50).compactMap { _ in Connection(port: port) }
            let partialHead = (0..<50).compactMap { _ in Connection(port: port) }
            for connection in partialHead {
                connection.write(Array("POST /alerts/acme/hand HTTP/1.1\r\nHost: loc".utf8))
            }
            try await server.expectToGoOn()
            let halfBody = try await server.client.raw(
                Array(
                    """
                    POST /alerts/acme/hand HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TestServer.sourceToken)\r\n\
                    Content-Length: 1000\r\n\r\n{"dedup
                    """.utf8))
            // A sender does not try again after 4xx.
            #expect(String(decoding: halfBody, as: UTF8.self).hasPrefix("HTTP/1.1 503"))
            #expect(String(decoding: halfBody, as: UTF8.self).contains("Retry-After: 5"))
            for connection in silent + partialHead {
                let rest = await connection.rest()
                #expect(rest.isEmpty)
            }
            try await server.expectToGoOn()
        }
    }
}

extension TestServer {
    fileprivate func expectToGoOn() async throws {
        expect(202, from: try await post(TestServer.firing("after")))
        expect(200, from: try await get("/readyz"))
    }
}
