import CallTree
import OperatorConsole
import Telephony
import Testing

@Suite struct PageTests {
    @Test func `an alert rings a simulated telephone, is acknowledged, and the page shows it`() async throws {
        try await TestServer.with(reaction: { $0.contact == ContactID("suzuki") ? .acknowledge : .busy }) { server in
            server.expect(202, from: try await server.post(TestServer.firing("a")))
            try await server.expectEventually { try await server.get("/").body.contains("受領済み") }
            let report = try await server.get("/incidents/1")
            #expect(report.status == 200)
            #expect(report.header("Content-Type") == "text/html; charset=utf-8")
            #expect(report.body.contains("鈴木"))
            let english = try await server.get("/?lang=en")
            #expect(english.body.contains("acknowledged"))
            #expect(english.body.contains("<html lang=\"en\">"))
        }
    }

    @Test func `the running tree fills in while it is walked`() async throws {
        let reaction: @Sendable (DialRequest) -> CalleeReaction = {
            $0.contact == ContactID("suzuki") ? .voicemail : .busy
        }
        try await TestServer.with(reaction: reaction, speed: 10) { server in
            _ = try await server.post(TestServer.firing("a"))
            try await server.expectEventually {
                let page = try await server.get("/live").body
                return page.contains("話し中") && page.contains("第1巡 2番 鈴木") && !page.contains("<html")
            }
        }
    }

    @Test func `texts from outside stay texts`() async throws {
        let hostile = "</p><script>alert(1)</script><img src=x onerror=alert(2)>\\u202e\\u0000'&\\\""
        try await TestServer.with(customer: "<b>A</b> & \"B\"") { server in
            _ = try await server.post(
                "{\"dedupKey\":\"<i>\",\"status\":\"firing\",\"summary\":\"\(hostile)\",\"name\":\"<u>\"}")
            _ = try await server.post("{\"<x>")
            for path in ["/", "/live", "/incidents/1", "/?lang=en"] {
                let body = try await server.get(path).body
                for markup in ["<script>alert", "<img src=x", "<b>A", "<i>", "<u>", "\u{202E}", "\u{0}"] {
                    #expect(!body.contains(markup), "\(path): \(markup)")
                }
            }
        }
    }

    @Test func `no telephone number leaves the server whole`() async throws {
        try await TestServer.with { server in
            _ = try await server.post(TestServer.firing("a"))
            for path in ["/", "/incidents/1", "/metrics"] {
                let body = try await server.get(path).body
                #expect(!body.contains("90000000"), "\(path)")
            }
            let incidents = try await server.get("/api/incidents/1", headers: TestServer.asOperator).body
            #expect(!incidents.contains("90000000"))
        }
    }

    @Test func `nothing but this server's own style and script may be loaded, and nobody frames the page`() async throws
    {
        try await TestServer.with { server in
            let page = try await server.get("/")
            let policy = page.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(policy.contains("script-src 'self';"))
            // With "no-referrer" a browser sends the page's own forms with "Origin: null".
            #expect(page.header("Referrer-Policy") == "same-origin")
            #expect(page.header("X-Content-Type-Options") == "nosniff")
            #expect(page.header("X-Frame-Options") == "DENY")
            #expect(!page.body.contains("<script>"))
            server.expect("fetch(\"/live\"", in: try await server.get("/console.js"))
            server.expect(".board", in: try await server.get("/console.css"))
            server.expect("http-equiv=\"refresh\"", in: page)
        }
    }

    @Test func `a page asked for under another site's name is not given`() async throws {
        try await TestServer.with { server in
            for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"] {
                let reply = try await server.client.exchange(
                    Array("GET / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8))
                #expect(reply.status == 421, "\(host)")
            }
            for host in ["localhost:8024", "127.0.0.1", "[::1]:8024"] {
                let reply = try await server.client.exchange(
                    Array("GET / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8))
                #expect(reply.status == 200, "\(host)")
            }
        }
    }

    @Test func `HEAD is answered like GET, without a body`() async throws {
        try await TestServer.with { server in
            let reply = try await server.client.send("HEAD", "/")
            #expect(reply.status == 200)
            #expect(reply.body.isEmpty)
        }
    }

    @Test func `metrics are in the text format of Prometheus`() async throws {
        try await TestServer.with { server in
            _ = try await server.post(TestServer.firing("a"))
            let metrics = try await server.get("/metrics")
            #expect(metrics.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            for line in metrics.body.split(separator: "\n") {
                let words = line.split(separator: " ")
                if line.hasPrefix("#") {
                    #expect(words[1] == "HELP" || words[1] == "TYPE")
                } else {
                    #expect(words.count == 2 && Double(words[1]) != nil, "\(line)")
                }
            }
            server.expect("nightcall_alerts_total{result=\"accepted\"} 1\n", in: metrics)
        }
    }
}
