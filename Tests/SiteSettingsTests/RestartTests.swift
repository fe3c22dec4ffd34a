import Testing

@testable import SiteSettings

/// What a running server cannot take of a changed site.
@Suite struct RestartTests {
    private static let lines = "[{id: a, driver: simulated, slots: 2}, {id: b, driver: simulated}]"

    private func site(
        listen: String = "0.0.0.0:80", proxies: String = "[10.0.0.5]", data: String = "var/",
        lines: String = Self.lines,
        rest: String = ""
    ) throws -> Site {
        let text = """
            listen: \(listen)
            trustedProxies: \(proxies)
            data: \(data)
            operator: {alarm: {url: "https://a.example/"}}
            lines: \(lines)
            \(rest)
            """
        return try #require(MemorySite(site: text).site(), "\(MemorySite(site: text).problems())")
    }

    @Test func `each key that only a start takes in is named when it differs`() throws {
        let started = try site()
        #expect(try site(listen: "0.0.0.0:81").keysForRestart(since: started) == ["listen"])
        #expect(try site(proxies: "[10.0.0.6]").keysForRestart(since: started) == ["trustedProxies"])
        #expect(try site(data: "other/").keysForRestart(since: started) == ["data"])
        let lines = [
            "[{id: a, driver: simulated, slots: 2}]",
            "[{id: a, driver: simulated, slots: 3}, {id: b, driver: simulated}]",
            "[{id: a, driver: simulated, slots: 2}, {id: c, driver: simulated}]",
            "[{id: a, driver: simulated, slots: 2}, {id: b, driver: simulated}, {id: c, driver: simulated}]",
            "[{id: a, driver: simulated}, {id: b, driver: simulated}]",
        ]
        for lines in lines { #expect(try site(lines: lines).keysForRestart(since: started) == ["lines"]) }
        #expect(
            try site(listen: "127.0.0.1:80", data: "x/", lines: lines[0]).keysForRestart(since: started)
                == ["listen", "data", "lines"])
    }

    @Test func `answers, the order of lines, operators and mail are taken by a reload`() throws {
        let started = try site()
        let lines = "[{id: b, driver: simulated, otherwise: busy}, {id: a, driver: simulated, slots: 2, ringAfter: 2s}]"
        let rest = """
            operators: [{name: 山田, token: "${env:TOKEN}"}]
            smtp: {host: mail.example.jp, from: desk@example.jp}
            """
        #expect(try site(lines: lines, rest: rest).keysForRestart(since: started) == [])
        #expect(started.keysForRestart(since: started) == [])
    }
}
