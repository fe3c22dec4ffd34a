import EventJournal
import OperatorConsole
import Testing

@Suite struct IntakeTests {
    @Test func `answers 202 with the counts, and the alert is in the journal by then`() async throws {
        try await TestServer.with { server in
            let reply = try await server.post("[\(TestServer.firing("a")),\(TestServer.firing("b"))]")
            #expect(reply.status == 202)
            #expect(reply.body == "{\"accepted\":2,\"ignored\":0}\n")
            #expect(server.journal.head().sequence >= 2)
        }
    }

    @Test func `a recovery of a trouble that nobody knows is ignored`() async throws {
        try await TestServer.with { server in
            let reply = try await server.post("{\"dedupKey\":\"x\",\"status\":\"resolved\",\"summary\":\"ok\"}")
            #expect(reply.status == 202)
            #expect(reply.body == "{\"accepted\":0,\"ignored\":1}\n")
        }
    }

    @Test func `contract, source and secret: whichever is wrong, the answer is the same to the byte`() async throws {
        try await TestServer.with { server in
            let body = TestServer.firing("a")
            let replies = [
                try await server.post(body, to: "/alerts/nobody/hand"),
                try await server.post(body, to: "/alerts/acme/nobody"),
                try await server.post(body, token: "wrong"),
                try await server.post(body, token: nil),
                try await server.post("not json at all", token: "wrong"),
                try await server.post(body, to: "/alerts/%00/%F0%9F%92%A5"),
            ]
            for reply in replies {
                #expect(reply.status == 401)
                #expect(reply.body == replies[0].body)
                #expect(reply.head.dropDate == replies[0].head.dropDate)
            }
            #expect(server.journal.head().sequence == 0)
        }
    }

    @Test func `the secret may come as bearer, as a basic password, or in the query`() async throws {
        try await TestServer.with { server in
            let basic = "Basic dXNlcjpzb3VyY2Utc2VjcmV0"  // user:source-secret
            let body = Array(TestServer.firing("a").utf8)
            let shown = try await server.client.send(
                "POST", "/alerts/acme/hand", headers: [("Authorization", basic)], body: body)
            #expect(shown.status == 202)
            server.expect(
                202, from: try await server.post(body, to: "/alerts/acme/hand?token=source-secret", token: nil))
            server.expect(
                401, from: try await server.post(body, to: "/alerts/acme/hand?token=source-secreT", token: nil))
        }
    }

    @Test func `four mebibytes are read, one byte more is refused with 413`() async throws {
        try await TestServer.with { server in
            let limit = 4 << 20
            var body = Array("[\(TestServer.firing("a"))]".utf8)
            body += [UInt8](repeating: UInt8(ascii: " "), count: limit - body.count)
            server.expect(202, from: try await server.post(body))
            server.expect(413, from: try await server.post(body + [UInt8(ascii: " ")]))
            server.expect(202, from: try await server.post(TestServer.firing("b")))
        }
    }

    @Test func `a chunked body beyond the limit is refused too`() async throws {
        try await TestServer.with(settings: { $0.bodyLimit = 10_000 }) { server in
            var request = Array(
                """
                POST /alerts/acme/hand HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                Authorization: Bearer \(TestServer.sourceToken)\r\nTransfer-Encoding: chunked\r\n\r\n
                """.utf8)
            for _ in 0..<20 {
                request += Array("400\r\n".utf8) + [UInt8](repeating: 0x20, count: 0x400) + Array("\r\n".utf8)
            }
            request += Array("0\r\n\r\n".utf8)
            server.expect(413, from: try await server.client.exchange(request))
        }
    }

    @Test func `an unreadable body is answered 422, kept, counted and shown`() async throws {
        try await TestServer.with { server in
            let reply = try await server.post("<alert>kaputt</alert>")
            #expect(reply.status == 422)
            #expect(try server.keptBodies() == ["<alert>kaputt</alert>"])
            try await server.expectEventually { try await server.get("/").body.contains("読めなかった通知（1件）") }
            server.expect("nightcall_unreadable_bodies_total 1\n", in: try await server.get("/metrics"))
        }
    }

    @Test func `no more than a hundred unreadable bodies are kept, the newest`() async throws {
        try await TestServer.with { server in
            for number in 0..<103 { _ = try await server.post("broken \(number)") }
            server.expect("bodies_total 103\n", in: try await server.get("/metrics"))
            let kept = try server.keptBodies()
            #expect(kept.count == 100)
            #expect(kept.contains("broken 102"))
            #expect(!kept.contains("broken 2"))
        }
    }

    @Test func `what an earlier process kept is counted and shown after a restart`() async throws {
        let folder = TestServer.newFolder()
        defer { TestServer.remove(folder) }
        try await TestServer.with(folder: folder) { server in
            for number in 0..<103 { _ = try await server.post("broken \(number)") }
        }
        try await TestServer.with(folder: folder) { server in
            server.expect("bodies_total 100\n", in: try await server.get("/metrics"))
            let page = try await server.get("/")
            server.expect("読めなかった通知（100件）", in: page)
            server.expect("読めなかった理由: <bdi>", in: page)
            server.expect("株式会社アクメ</bdi> hand", in: page)
            server.expect("ほか80件", in: page)
            _ = try await server.post("broken again")
            let kept = try server.keptBodies()
            #expect(kept.count == 100)
            #expect(kept.contains("broken again"))
            #expect(!kept.contains("broken 3"))
        }
    }

    @Test func `a body that no disk takes is counted and shown all the same`() async throws {
        try await TestServer.with(settings: { $0.unreadableFolder = "/dev/null/nowhere" }) { server in
            server.expect(422, from: try await server.post("broken"))
            server.expect("bodies_total 1\n", in: try await server.get("/metrics"))
            try await server.expectEventually { try await server.get("/").body.contains("読めなかった通知（1件）") }
        }
    }

    @Test func `answers 503 with Retry-After while the journal refuses, and 202 when it takes again`() async throws {
        try await TestServer.with { server in
            server.journal.refuseAppends(with: .full("no space"))
            let refused = try await server.post(TestServer.firing("a"))
            #expect(refused.status == 503)
            #expect(refused.header("Retry-After") == "5")
            // The engine tries again each second of its own; it is not ready from each refusal to its next try.
            try await server.expectEventually {
                _ = try await server.post(TestServer.firing("a"))
                let readiness = try await server.get("/readyz")
                return readiness.status == 503 && readiness.body.contains("no space")
            }
            server.expect(200, from: try await server.get("/healthz"))
            server.journal.refuseAppends(with: nil)
            try await server.expectEventually { try await server.post(TestServer.firing("a")).status == 202 }
            server.expect(200, from: try await server.get("/readyz"))
        }
    }

    @Test func `answers 503, never 429, when too many requests are under way`() async throws {
        try await TestServer.with(settings: { $0.intakeLimit = 2 }) { server in
            let held = [Connection(port: server.client.port), Connection(port: server.client.port)]
            let half = """
                POST /alerts/acme/hand HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(TestServer.sourceToken)\r\n\
                Content-Length: 100\r\n\r\n{
                """
            for connection in held { connection?.write(Array(half.utf8)) }
            try await server.expectEventually { try await server.get("/metrics").body.contains("in_flight 2\n") }
            let reply = try await server.post(TestServer.firing("a"))
            #expect(reply.status == 503)
            #expect(reply.header("Retry-After") == "5")
            withExtendedLifetime(held) {}
        }
    }

    @Test func `the bytes held at once are bounded`() async throws {
        try await TestServer.with(settings: { $0.intakeBytesLimit = 1_000 }) { server in
            server.expect(
                503, from: try await server.post(TestServer.firing("a", summary: String(repeating: "x", count: 2_000))))
            server.expect(202, from: try await server.post(TestServer.firing("a")))
        }
    }
}

extension String {
    /// The head without the line that tells the time.
    fileprivate var dropDate: String {
        split(separator: "\r\n").filter { !$0.hasPrefix("Date:") }.joined(separator: "\n")
    }
}
