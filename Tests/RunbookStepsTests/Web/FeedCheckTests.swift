import Foundation
import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

@Suite(.timeLimit(.minutes(5))) struct FeedCheckTests {
    /// 2026-11-25 20:00 in Japan.
    private static let now = Instant(microseconds: 1_795_604_400_000_000)

    private static func rss(built: String, _ items: String = "") -> String {
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Status</title><lastBuildDate>\(built)</lastBuildDate>\(items)</channel></rss>"
    }

    private static let fresh = "Wed, 25 Nov 2026 10:55:00 GMT"
    private static let item =
        "<item><title>Network trouble</title><description>Japan East is affected</description><pubDate>Wed, 25 Nov 2026 10:00:00 +0000</pubDate></item>"

    static let feeds: [(String, Verdict)] = [
        (rss(built: fresh), .normal),
        (rss(built: fresh, item), .abnormal),
        (rss(built: fresh, item.replacingOccurrences(of: "Japan East", with: "West Europe")), .normal),
        (rss(built: fresh, item.replacingOccurrences(of: "25 Nov 2026 10:00", with: "23 Nov 2026 10:00")), .normal),
        // The region may stand in a category alone.
        (
            rss(
                built: fresh,
                item.replacingOccurrences(
                    of: "<description>Japan East", with: "<category>Japan East</category><description>A region")
            ), .abnormal
        ),
        (
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><updated>2026-11-25T10:50:00Z</updated><entry><title>Trouble</title><category term=\"Japan East\"/><updated>2026-11-25T10:40:00Z</updated></entry></feed>",
            .abnormal
        ),
        // Named in the text alone, where the categories name others: it may be named because it is well.
        (
            rss(
                built: fresh,
                item.replacingOccurrences(of: "<description>", with: "<category>West Europe</category><description>")),
            .warning
        ),
        // An item whose time cannot be read may be of now.
        (rss(built: fresh, item.replacingOccurrences(of: "Wed, 25 Nov 2026 10:00:00 +0000", with: "today")), .abnormal),
        (rss(built: "Mon, 23 Nov 2026 10:55:00 GMT", item), .unknown),
        (rss(built: "soon"), .unknown),
        (rss(built: "Wed, 25 Nov 2027 10:55:00 GMT"), .unknown),
        ("<html><body>All is well</body></html>", .unknown), ("", .unknown), ("{}", .unknown),
        (
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><updated>2026-11-25T10:50:00Z</updated><entry><title>Japan East</title><updated>2026-11-25T10:40:00Z</updated></entry></feed>",
            .abnormal
        ),
        ("<feed xmlns=\"http://www.w3.org/2005/Atom\"><updated>2026-11-25T10:50:00Z</updated></feed>", .normal),
    ]

    @Test(arguments: feeds) func `a feed is judged by its age and by what it says of our region`(
        text: String, verdict: Verdict
    ) async throws {
        let server = try await WebServer(try TestFolder())
        try server.page("feed.xml", text)
        let check = try FeedCheck(["url": server.url("feed.xml")], expect: ["absent": .texts(["Japan East", "東日本"])])
        var surroundings = TestSurroundings()
        surroundings.now = { Self.now }
        let seen = await check.look(try surroundings.made())
        #expect(seen.verdict == verdict, "\(seen.sentence.english)")
    }

    @Test func `a feed that cannot be reached says nothing of the platform`() async throws {
        let check = try FeedCheck(["url": .text("http://127.0.0.1:\(try FreePort.find())/feed")])
        #expect(await check.look(try TestSurroundings().made()).verdict == .unknown)
    }
}
