import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

/// Azure's public feed: never an all-clear from something that is no feed.
@Suite(.timeLimit(.minutes(5))) struct StatusFeedTests {
    /// 2026-11-25 20:00 in Japan, 11:00 in UTC.
    private static let now = Instant(microseconds: 1_795_604_400_000_000)

    private static func feed(
        built: String = "Wed, 25 Nov 2026 10:30:00 Z", _ inside: String = "", behind: String = "", before: String = ""
    ) -> String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\(before)<rss xmlns:a10=\"http://www.w3.org/2005/Atom\" version=\"2.0\"><channel><title>Azure Status</title><lastBuildDate>\(built)</lastBuildDate>\(inside)</channel>\(behind)</rss>"
    }

    private static func item(_ region: String, _ title: String = "Issues connecting to resources") -> String {
        "<item><guid>1</guid><category>Network Infrastructure</category><category>\(region)</category><title>\(title)</title><description>&lt;p&gt;Japan East is not affected.&lt;/p&gt;</description><pubDate>Wed, 25 Nov 2026 10:00:00 Z</pubDate></item>"
    }

    /// A text that grows a billion times when its entities are put in.
    private static let laughs = """
        <!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
        <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
        <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;"><!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">]>
        """
    private static let stranger = #"<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname">]>"#

    static let feeds: [(what: String, text: String, verdict: Verdict)] = [
        ("healthy and empty", feed(), .normal),
        ("live incident here", feed(item("Japan East")), .abnormal),
        ("live incident elsewhere", feed(item("West US")), .normal),
        ("a region with a longer name", feed(item("Japan East 2")), .normal),
        ("in the title alone", feed(item("Network", "Storage - Japan East - Latency")), .abnormal),
        ("items outside the channel", feed(behind: item("Japan East")), .abnormal),
        (
            "HTML page with 200", "<html><head><title>Azure status</title></head><body>All is well</body></html>",
            .unknown
        ),
        ("stale", feed(built: "Wed, 25 Nov 2026 09:30:00 Z"), .unknown),
        ("from the future", feed(built: "Wed, 25 Nov 2026 12:30:00 Z"), .unknown),
        ("without a time", feed(built: "soon"), .unknown),
        ("nothing", "", .unknown), ("JSON", "{}", .unknown),
        ("no channel", "<rss version=\"2.0\"><title>Azure Status</title></rss>", .unknown),
        (
            "no title", "<rss><channel><lastBuildDate>Wed, 25 Nov 2026 10:30:00 Z</lastBuildDate></channel></rss>",
            .unknown
        ),
        ("cut off", String(feed(item("Japan East")).dropLast(40)), .unknown),
        ("billion laughs", feed("<item><title>&i;</title></item>", before: laughs), .unknown),
        ("external entity", feed("<item><title>&file;</title></item>", before: stranger), .unknown),
    ]

    @Test(arguments: feeds)
    func `the feed is judged by what it is, how old it is, and the regions that it names`(
        what: String, text: String, verdict: Verdict
    ) async throws {
        let server = try await WebServer(try TestFolder())
        try server.page("feed.xml", text)
        let check = try AzureStatusFeedCheck(
            ["url": server.url("feed.xml"), "regions": .texts(["Japan East"])])
        var surroundings = TestSurroundings()
        surroundings.now = { Self.now }
        let seen = await check.look(try surroundings.made())
        #expect(seen.verdict == verdict, "\(what): \(seen.sentence.english)")
        if seen.verdict == .normal { #expect(seen.sentence.english.contains("alone proves no health")) }
    }
}
