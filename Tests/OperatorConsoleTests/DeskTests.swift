import EventJournal
import ServiceHours
import Testing

@testable import OperatorConsole

/// What the desk's page says to whoever looks at it at night.
@Suite struct DeskTests {
    @Test func `a page whose session has ended says so, one that never had any does not`() async throws {
        try await TestServer.with { server in
            let words = "サインインが切れました。もう一度サインインしてください。"
            let forgotten = [("Cookie", "nightcall_session=0123456789abcdef0123456789abcdef")]
            for path in ["/", "/live"] {
                let page = try await server.get(path, headers: forgotten)
                server.expect(words, in: page)
                server.expect("action=\"/sign-in\"", in: page)
                #expect(try await !server.get(path).body.contains(words))
            }
            let session = try await server.signIn()
            let live = try await server.get("/live", headers: [("Cookie", session.cookie)]).body
            #expect(live.contains("監視員 山田") && !live.contains(words))
        }
    }

    @Test func `each open page gets its own secret in the forms that all share`() async throws {
        try await TestServer.with { server in
            _ = try await server.post(TestServer.firing("a"))
            let sessions = [try await server.signIn(), try await server.signIn()]
            try await server.expectEventually { try await server.get("/live").body.contains("incidents/1") }
            for session in sessions {
                let live = try await server.get("/live", headers: [("Cookie", session.cookie)]).body
                let forms = live.split(separator: "name=\"form\" value=\"").dropFirst()
                #expect(forms.count > 3)
                #expect(forms.allSatisfy { $0.hasPrefix(session.secret + "\"") })
            }
            #expect(try await !server.get("/live").body.contains("name=\"form\""))
        }
    }

    @Test func `the moving part is written once for each look and language`() {
        let fragments = LiveFragments()
        var drawn: [String?] = []
        func text(_ sight: Int, _ language: Language, _ secret: String?) -> String {
            fragments.text(sight: sight, language: language, secret: secret) { secret in
                drawn.append(secret)
                return "<\(secret ?? "")|\(secret ?? "")>"
            }
        }
        #expect(text(1, .japanese, "a") == "<a|a>")
        #expect(text(1, .japanese, "b") == "<b|b>")
        #expect(drawn.count == 1)
        #expect(text(1, .japanese, nil) == "<|>")
        #expect(text(1, .english, "a") == "<a|a>")
        #expect(drawn.count == 3)
        #expect(text(2, .japanese, "a") == "<a|a>")
        #expect(drawn.count == 4)
        #expect(drawn[1] == nil && drawn[0] != "a")
    }

    /// The trouble may have been reported thousands of times since; the page looks twice a second.
    @Test func `an incident's own events are read once, however long its tree is looked at`() async throws {
        try await TestServer.with(speed: 10) { server in
            _ = try await server.post(TestServer.firing("a"))
            try await server.expectEventually {
                _ = try await server.post(TestServer.firing("a"))
                return try await server.get("/live").body.contains("第1巡 2番 鈴木")
            }
            #expect(server.reader.readings(of: JournalSubject(kind: 1, id: 1)) == 1)
        }
    }

    @Test func `what a page leaves out it counts`() async throws {
        try await TestServer.with { server in
            let alerts = (1...1_100).map { TestServer.firing("k\($0)") }
            _ = try await server.post("[\(alerts.joined(separator: ","))]")
            try await server.expectEventually {
                let page = try await server.get("/").body
                return page.contains("ほか1,080件") && page.contains("ほか1,050件")
            }
        }
    }

    @Test func `who ended an incident and why stands beside it`() async throws {
        try await TestServer.with(escalationsPerHour: 1) { server in
            let asOperator = TestServer.asOperator
            _ = try await server.post(TestServer.firing("a"))
            _ = try await server.client.send(
                "POST", "/api/incidents/1/cancel", headers: asOperator, body: Array("{\"reason\":\"計画作業\"}".utf8))
            _ = try await server.post(TestServer.firing("b"))
            try await server.expectEventually {
                let page = try await server.get("/").body
                return page.contains("監視員 山田「計画作業」") && page.contains("上限で呼び出せず")
                    && page.contains("1時間の開始上限に達していた") && !page.contains("全員不応答")
            }
        }
    }

    @Test func `a refusal is told in the language of the page`() async throws {
        try await TestServer.with(speed: 1) { server in
            _ = try await server.post(TestServer.firing("a"))
            let session = try await server.signIn()
            func ask(_ path: String) async throws -> RawClient.Reply {
                try await server.form(path, "form=\(session.secret)", [("Cookie", session.cookie)])
            }
            server.expect(303, from: try await ask("/desk/incidents/1/acknowledge"))
            server.expect(
                "インシデント 1 はすでに終了しています（受領済み）。", in: try await ask("/desk/incidents/1/acknowledge"))
            server.expect("インシデント 7 は一覧にありません。", in: try await ask("/desk/incidents/7/acknowledge"))
            server.expect("警報 7 はすでに消えています。", in: try await ask("/desk/alarms/7/clear"))
            server.expect("Not done: alarm 7 is not lit", in: try await ask("/desk/alarms/7/clear?lang=en"))
            #expect(RefusalWords(why: "out of tea").words(.japanese).contains("（out of tea）"))
        }
    }

    @Test func `the window and its end stand above everything that is called, waits or rings`() async throws {
        try await TestServer.with { server in
            let page = try await server.get("/").body
            let order = [
                "<h1", "対応時間内</span> <b>終了なし", "role=\"status\"", "監視員", "id=\"part-trees\"",
                "id=\"part-telephones\"",
            ]
            let places = order.compactMap { page.firstRange(of: $0)?.lowerBound }
            #expect(places.count >= order.count - 1 && places == places.sorted())
            #expect(page.contains("<summary id=\"telephones-idle-count\">待ち受け中の電話（2台）"))
            #expect(!page.contains("<footer"))
        }
    }

    @Test func `a report leads back to the desk and to the other language`() async throws {
        try await TestServer.with { server in
            _ = try await server.post(TestServer.firing("a"))
            let japanese = try await server.get("/incidents/1")
            server.expect("<a href=\"/\">", in: japanese)
            server.expect("<a href=\"/incidents/1?lang=en\">English</a>", in: japanese)
            let english = try await server.get("/incidents/1?lang=en")
            server.expect("<a href=\"/?lang=en\">", in: english)
            server.expect("<a href=\"/incidents/1\">日本語</a>", in: english)
            let unknown = try await server.get("/incidents/77")
            #expect(unknown.status == 404)
            server.expect("インシデント 77 はありません。", in: unknown)
        }
    }
}
