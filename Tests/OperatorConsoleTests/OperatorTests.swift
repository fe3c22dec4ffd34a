import AlertSources
import CallTree
import OperatorConsole
import Telephony
import Testing

@Suite struct OperatorTests {
    @Test(arguments: [
        ("GET", "/api/incidents"), ("GET", "/api/incidents/1"), ("POST", "/api/incidents/1/acknowledge"),
        ("POST", "/api/incidents/1/cancel"), ("POST", "/api/alarms/1/clear"),
    ])
    func `the API wants an operator's token, and a source's is none`(method: String, path: String) async throws {
        try await TestServer.with { server in
            _ = try await server.post(TestServer.firing("a"))
            for token in [nil, "wrong", TestServer.sourceToken] {
                let headers = token.map { [("Authorization", "Bearer \($0)")] } ?? []
                let reply = try await server.client.send(method, path, headers: headers)
                #expect(reply.status == 401)
                #expect(reply.header("WWW-Authenticate") == "Bearer")
            }
            let query = try await server.client.send(method, path + "?token=\(TestServer.operatorToken)")
            #expect(query.status == 401)
        }
    }

    @Test func `acknowledging ends the incident by the operator's name, once`() async throws {
        try await TestServer.with(speed: 1) { server in
            _ = try await server.post(TestServer.firing("a"))
            let path = "/api/incidents/1/acknowledge"
            let first = try await server.client.send("POST", path, headers: TestServer.asOperator)
            #expect(first.status == 200)
            let second = try await server.client.send("POST", path, headers: TestServer.asOperator)
            #expect(second.status == 409)
            server.expect("already ended", in: second)
            let incident = try await server.get("/api/incidents/1", headers: TestServer.asOperator)
            server.expect("\"acknowledgedByOperator\":\"山田\"", in: incident)
            let unknown = try await server.client.send(
                "POST", "/api/incidents/77/acknowledge", headers: TestServer.asOperator)
            #expect(unknown.status == 409)
            server.expect(404, from: try await server.get("/api/incidents/77", headers: TestServer.asOperator))
        }
    }

    @Test func `cancelling without a reason is refused`() async throws {
        try await TestServer.with(speed: 1) { server in
            _ = try await server.post(TestServer.firing("a"))
            for body in ["", "{}", "{\"reason\":\" 　\"}"] {
                let reply = try await server.client.send(
                    "POST", "/api/incidents/1/cancel", headers: TestServer.asOperator, body: Array(body.utf8))
                server.expect(409, from: reply)
            }
        }
    }

    @Test func `cancelling takes the reason along`() async throws {
        try await TestServer.with(speed: 1) { server in
            _ = try await server.post(TestServer.firing("a"))
            let reply = try await server.client.send(
                "POST", "/api/incidents/1/cancel", headers: TestServer.asOperator,
                body: Array("{\"reason\":\"計画作業\"}".utf8))
            #expect(reply.status == 200)
            let incident = try await server.get("/api/incidents/1", headers: TestServer.asOperator)
            server.expect("\"end\":\"cancelled\"", in: incident)
            server.expect("計画作業", in: incident)
        }
    }

    @Test func `an incident whose tree still runs stays in the list, however many are newer`() async throws {
        try await TestServer.with(speed: 1) { server in
            for first in [1, 41] {
                let alerts = (first..<first + 40).map { TestServer.firing("k\($0)") }
                _ = try await server.post("[\(alerts.joined(separator: ","))]")
            }
            try await server.expectEventually {
                let list = try await server.get("/api/incidents", headers: TestServer.asOperator).body
                return (1...80).allSatisfy { list.contains("{\"incident\":\($0),") }
            }
        }
    }

    @Test func `the list holds the incidents of the board in the order in which they opened`() async throws {
        try await TestServer.with(speed: 1) { server in
            _ = try await server.post("[\(TestServer.firing("a")),\(TestServer.firing("b"))]")
            try await server.expectEventually {
                let list = try await server.get("/api/incidents", headers: TestServer.asOperator).body
                return list.hasPrefix("[{\"incident\":1,\"contract\":\"acme\",\"dedupKey\":\"a\"")
                    && list.contains("{\"incident\":2,")
            }
        }
    }

    @Test func `signing in gives a cookie that scripts and other sites do not get`() async throws {
        try await TestServer.with(speed: 1) { server in
            let wrong = try await server.form("/sign-in", "token=wrong")
            #expect(wrong.status == 401)
            #expect(wrong.header("Set-Cookie") == nil)
            let reply = try await server.form("/sign-in", "token=\(TestServer.operatorToken)")
            #expect(reply.status == 303)
            let cookie = reply.header("Set-Cookie") ?? ""
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains(TestServer.operatorToken))
        }
    }

    @Test func `a form is taken only from the session that was shown it, and from this site`() async throws {
        try await TestServer.with(speed: 1) { server in
            _ = try await server.post(TestServer.firing("a"))
            let session = try await server.signIn()
            let path = "/desk/incidents/1/acknowledge"
            let refused: [[(String, String)]] = [
                [],
                [("Cookie", session.cookie), ("Origin", "http://evil.example")],
                [("Cookie", session.cookie), ("Sec-Fetch-Site", "cross-site")],
                [("Cookie", "nightcall_session=0123456789abcdef0123456789abcdef")],
            ]
            for headers in refused {
                server.expect(403, from: try await server.form(path, "form=\(session.secret)", headers))
            }
            server.expect(403, from: try await server.form(path, "form=wrong", [("Cookie", session.cookie)]))
            server.expect(403, from: try await server.form(path, "", [("Cookie", session.cookie)]))
            let taken = try await server.form(
                path, "form=\(session.secret)",
                [("Cookie", session.cookie), ("Origin", "http://127.0.0.1:\(server.client.port)")])
            #expect(taken.status == 303)
            #expect(taken.header("Location") == "/")
            _ = try await server.form("/sign-out", "form=\(session.secret)", [("Cookie", session.cookie)])
            server.expect(
                403, from: try await server.form(path, "form=\(session.secret)", [("Cookie", session.cookie)]))
        }
    }

    @Test func `where others can reach the page, reading needs a token too`() async throws {
        try await TestServer.with(settings: { $0.readingNeedsToken = true }) { server in
            for path in ["/", "/live", "/incidents/1"] { server.expect(401, from: try await server.get(path)) }
            server.expect(200, from: try await server.get("/", headers: TestServer.asOperator))
            let reply = try await server.form("/sign-in", "token=\(TestServer.operatorToken)")
            #expect(reply.header("Set-Cookie")?.contains("; Secure") == true)
            server.expect(200, from: try await server.get("/healthz"))
        }
    }

    @Test func `a person at the simulated telephone picks up and presses 1`() async throws {
        try await TestServer.with(speed: 1) { server in
            let session = try await server.signIn()
            let cookie = [("Cookie", session.cookie)]
            func deed(_ deed: String, _ contact: String = "sato") async throws -> Int {
                let form = "form=\(session.secret)&deed=\(deed)"
                return try await server.form("/telephones/acme/\(contact)", form, cookie).status
            }
            let wrong = [try await deed("pick-up"), try await deed("dance"), try await deed("by-hand", "nobody")]
            #expect(wrong == [409, 409, 409])
            let byHand = try await deed("by-hand")
            #expect(byHand == 303)
            _ = try await server.post(TestServer.firing("a"))
            try await server.expectEventually {
                try await server.get("/", headers: cookie).body.contains("value=\"pick-up\"")
            }
            let pickUp = try await deed("pick-up")
            #expect(pickUp == 303)
            try await server.expectEventually { try await server.get("/").body.contains("監視センターのナイトコールです") }
            let key = try await deed("key-1")
            #expect(key == 303)
            try await server.expectEventually { try await server.get("/").body.contains("受領済み") }
        }
    }

    @Test func `of many incidents the simulated telephone tells the first, however many are newer`() async throws {
        try await TestServer.with(speed: 1) { server in
            let session = try await server.signIn()
            let cookie = [("Cookie", session.cookie)]
            func deed(_ deed: String) async throws -> Int {
                let form = "form=\(session.secret)&deed=\(deed)"
                return try await server.form("/telephones/acme/sato", form, cookie).status
            }
            let byHand = try await deed("by-hand")
            #expect(byHand == 303)
            let alerts = (1...80).map { TestServer.firing("k\($0)", summary: "障害\($0)番") }
            _ = try await server.post("[\(alerts.joined(separator: ","))]")
            try await server.expectEventually {
                try await server.get("/", headers: cookie).body.contains("value=\"pick-up\"")
            }
            let pickUp = try await deed("pick-up")
            #expect(pickUp == 303)
            try await server.expectEventually {
                let page = try await server.get("/").body
                return page.contains("「障害1番」が発生しています。ほかに79件あります。")
            }
        }
    }

    @Test func `a reloaded site counts for the next request`() async throws {
        try await TestServer.with { server in
            server.server.reload(ConsoleSite(contracts: []))
            server.expect(401, from: try await server.post(TestServer.firing("a")))
            server.expect(401, from: try await server.get("/api/incidents", headers: TestServer.asOperator))
        }
    }

    @Test func `stopping lets the request under way finish and takes no more`() async throws {
        try await TestServer.with(settings: { $0.stopSeconds = 60 }) { server in
            let connection = Connection(port: server.client.port)
            let body = TestServer.firing("a")
            connection?.write(
                Array(
                    """
                    POST /alerts/acme/hand HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(TestServer.sourceToken)\r\n\
                    Content-Length: \(body.utf8.count)\r\n\r\n
                    """.utf8))
            try await server.expectEventually { try await server.get("/metrics").body.contains("in_flight 1\n") }
            await server.server.stop()
            connection?.write(Array(body.utf8))
            let rest = await connection?.rest() ?? []
            #expect(String(decoding: rest, as: UTF8.self).hasPrefix("HTTP/1.1 202"))
            #expect(Connection(port: server.client.port) == nil)
        }
    }
}

extension TestServer {
    struct SignedIn {
        let cookie: String
        let secret: String
    }

    func form(
        _ path: String, _ form: String, _ headers: [(String, String)] = []
    ) async throws -> RawClient.Reply {
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        return try await client.send("POST", path, headers: headers + [type], body: Array(form.utf8))
    }

    /// Signs in as the page does, and reads the secret of the session off a form.
    func signIn() async throws -> SignedIn {
        let reply = try await form("/sign-in", "token=\(Self.operatorToken)")
        let cookie = reply.header("Set-Cookie")?.prefix { $0 != ";" } ?? ""
        let page = try await get("/", headers: [("Cookie", String(cookie))]).body
        let mark = "name=\"form\" value=\""
        let parts = page.split(separator: mark)
        return SignedIn(cookie: String(cookie), secret: parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : "")
    }
}
