import Foundation
import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

/// Against a real nginx.
@Suite(.timeLimit(.minutes(5))) struct HTTPCheckTests {
    private let server: WebServer

    init() async throws {
        server = try await WebServer(try TestFolder())
        try server.page("page.html", "<html><title>店舗</title><body>ようこそ</body></html>")
        try server.page("state.json", #"{"status": "ok", "jobs": [{"left": 3}]}"#)
        try server.page("state.xml", "<state><queue>7</queue></state>")
    }

    private func look(
        _ path: String, _ expect: [String: StepValue] = [:], with more: [String: StepValue] = [:],
        _ surroundings: TestSurroundings = TestSurroundings()
    ) async throws -> Observation {
        let check = try HTTPCheck(["url": server.url(path)].merging(more) { $1 }, expect: expect)
        return await check.look(try surroundings.made())
    }

    @Test func `a page that is as it should be is normal, with its status, its time and its length`() async throws {
        let seen = try await look(
            "page.html", ["contains": .text("ようこそ"), "xpath": .pairs([.init(name: "//title", value: "店舗")])])
        #expect(seen.verdict == .normal && !seen.mayPass)
        #expect(seen.reading("status") == "200" && seen.reading("bytes") == String(seen.received.count))
        #expect(seen.reading("milliseconds") != nil && seen.detail("total") != nil)
    }

    static let wrong: [(String, [String: StepValue])] = [
        ("missing.html", [:]), ("error", [:]), ("moved", [:]),
        ("page.html", ["contains": .text("さようなら")]), ("page.html", ["absent": .text("ようこそ")]),
        ("page.html", ["status": .integer(204)]),
        ("page.html", ["field": .pairs([.init(name: "Content-Type", value: "application/json")])]),
        ("page.html", ["pointer": .pairs([.init(name: "/status", value: "ok")])]),
        ("page.html", ["xpath": .pairs([.init(name: "//title", value: "倉庫")])]),
        ("state.json", ["pointer": .pairs([.init(name: "/jobs/0/left", value: "0")])]),
        ("state.json", ["pointer": .pairs([.init(name: "/jobs/9/left", value: "3")])]),
        ("state.xml", ["xpath": .pairs([.init(name: "/state/queue", value: "0")])]),
    ]

    @Test(arguments: wrong) func `an answer that is not as it should be is abnormal`(
        path: String, expect: [String: StepValue]
    ) async throws {
        let seen = try await look(path, expect)
        #expect(seen.verdict == .abnormal && seen.mayPass)
        #expect(!seen.sentence.japanese.isEmpty && !seen.sentence.english.isEmpty)
    }

    @Test func `what stands in JSON and XML is found by its place`() async throws {
        let json = try await look("state.json", ["pointer": .pairs([.init(name: "/jobs/0/left", value: "3")])])
        #expect(json.verdict == .normal)
        let xml = try await look("state.xml", ["xpath": .pairs([.init(name: "/state/queue", value: "7")])])
        #expect(xml.verdict == .normal)
    }

    @Test func `a page in an older encoding of Japan is read as browsers read it`() async throws {
        let words: [UInt8] = [0x82, 0xE6, 0x82, 0xA4, 0x82, 0xB1, 0x82, 0xBB]
        let page = Array("<html><head><meta charset=\"Shift_JIS\"><title>".utf8) + words + Array("</title>".utf8)
        try Data(page).write(to: URL(filePath: server.folder.path("www/old.html")))
        let title: [String: StepValue] = ["xpath": .pairs([.init(name: "//title", value: "ようこそ")])]
        #expect(try await look("old.html", ["contains": .text("ようこそ")]).verdict == .normal)
        #expect(try await look("old.html", title).verdict == .normal)
        #expect(try await look("old.html", ["absent": .text("ようこそ")]).verdict == .abnormal)
    }

    @Test func `a document that we cannot read, though it may be right, is unknown`() async throws {
        try server.page(
            "typed.xml", "<?xml version=\"1.0\"?><!DOCTYPE state SYSTEM \"x.dtd\"><state><queue>7</queue></state>")
        let typed = try await look("typed.xml", ["xpath": .pairs([.init(name: "/state/queue", value: "7")])])
        #expect(typed.verdict == .unknown)
        try server.page("broken.xml", "<?xml version=\"1.0\"?><state><queue>7</state>")
        let broken = try await look("broken.xml", ["xpath": .pairs([.init(name: "/state/queue", value: "7")])])
        #expect(broken.verdict == .abnormal)
    }

    @Test func `a page behind a private authority is read where that one is named`() async throws {
        let folder = try TestFolder()
        let certificates = try await TestCertificates(folder)
        try await certificates.make("good", days: 90)
        let private_ = try await WebServer(folder, certificates: ["good"])
        let port = try #require(private_.tlsPorts["good"])
        let url = StepValue.text("https://127.0.0.1:\(port)/")
        let named = try HTTPCheck(["url": url, "authority": .text(certificates.authority)])
        #expect(await named.look(try TestSurroundings().made()).verdict == .normal)
        let stranger = try HTTPCheck(["url": url])
        #expect(await stranger.look(try TestSurroundings().made()).verdict == .abnormal)
    }

    @Test func `a redirect is an answer, and is not followed`() async throws {
        let seen = try await look("moved", ["status": .integer(302)])
        #expect(seen.verdict == .normal && seen.reading("status") == "302")
    }

    @Test func `redirects are followed as far as the runbook asks`() async throws {
        let one = try await look("moved", ["contains": .text("ようこそ")], with: ["redirects": .integer(1)])
        #expect(one.verdict == .normal && one.detail("redirect")?.hasSuffix("/page.html") == true)
        // It leads to itself: what stands there in the end is a redirect.
        let circle = try await look("circle", with: ["redirects": .integer(5)])
        #expect(circle.verdict == .abnormal && circle.reading("status") == "301")
        #expect(circle.details.count { $0.name == "redirect" } == 5)
        let nowhere = try await look("nowhere", with: ["redirects": .integer(5)])
        #expect(nowhere.reading("status") == "302")
    }

    @Test func `another server is given neither the fields nor the secret`() async throws {
        let other = try await WebServer(try TestFolder())
        try server.page("away.html", "")
        var surroundings = TestSurroundings()
        surroundings.secrets = ["token": "open-sesame"]
        let with: [String: StepValue] = ["secret": .text("token"), "redirects": .integer(1)]
        let there = try await look(
            "away?\(other.port)", with: with.merging(["fields": .pairs([.init(name: "X-Key", value: "k")])]) { $1 },
            surroundings)
        // There a request without the secret is refused.
        #expect(there.reading("status") == "401" && there.detail("redirect")?.contains(":\(other.port)/secret") == true)
        // To the same server it goes along.
        let here = try await look("inside", with: with, surroundings)
        #expect(here.verdict == .normal)
    }

    @Test func `an answer that is right and slow is a warning`() async throws {
        try server.page("large.html", String(repeating: "x", count: 60_000))
        let seen = try await look("large.html", ["within": .span(.microseconds(1))])
        #expect(seen.verdict == .warning && seen.sentence.english.contains("took"))
    }

    @Test func `a secret goes out by its name and is nowhere in what is kept`() async throws {
        var surroundings = TestSurroundings()
        surroundings.secrets = ["token": "open-sesame"]
        let seen = try await look("secret", with: ["secret": .text("token")], surroundings)
        #expect(seen.verdict == .normal && !"\(seen)".contains("open-sesame"))
        let without = try await look("secret", with: ["secret": .text("other")], surroundings)
        #expect(without.verdict == .unknown && without.sentence.english.contains("other"))
    }

    @Test func `nobody there is abnormal, and may pass`() async throws {
        let port = try FreePort.find()
        let check = try HTTPCheck(["url": .text("http://127.0.0.1:\(port)/")])
        let seen = await check.look(try TestSurroundings().made())
        #expect(seen.verdict == .abnormal && seen.mayPass)
    }

    @Test func `a body beyond the limit is unknown, not normal`() async throws {
        try server.page("large.html", String(repeating: "x", count: 5_000))
        let seen = try await look("large.html", with: ["limit": .integer(1_000)])
        #expect(seen.verdict == .unknown)
    }

    @Test func `what cannot be asked is refused before it is`() {
        let wrong: [([String: StepValue], [String: StepValue])] = [
            (["url": .text("ftp://127.0.0.1/")], [:]), (["url": .text("http://a:b@127.0.0.1/")], [:]),
            (["url": .text("http://127.0.0.1/")], ["pointer": .pairs([.init(name: "no-slash", value: "x")])]),
            (["url": .text("http://127.0.0.1/")], ["xpath": .pairs([.init(name: "///", value: "x")])]),
            (["url": .text("http://127.0.0.1/"), "method": .text("HEAD")], ["contains": .text("x")]),
        ]
        for (with, expect) in wrong {
            #expect(throws: StepRefusal.self) { try HTTPCheck(with, expect: expect) }
        }
    }
}
