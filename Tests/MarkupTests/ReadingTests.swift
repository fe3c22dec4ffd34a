import Markup
import Testing

/// Documents that are meant well, and what is asked of them.
@Suite struct ReadingTests {
    private func feed() throws -> MarkupDocument { try MarkupDocument(xml: Array(Samples.feed.utf8)) }

    private func html(_ text: String) throws -> MarkupDocument { try MarkupDocument(html: Array(text.utf8)) }

    @Test func `a feed is asked for its items, and each item for its parts`() throws {
        let title = try XPathQuery("title")
        let date = try XPathQuery("dc:date", namespaces: [("dc", "http://purl.org/dc/elements/1.1/")])
        let items = try feed().nodes(at: try XPathQuery("/rss/channel/item"))
        #expect(try items.map { try $0.string(at: title) } == ["計画メンテナンス", "障害 & 復旧", "<新> バージョン"])
        #expect(
            try items.map { try $0.string(at: date) } == ["2026-11-20T18:00:00+09:00", "2026-11-21T01:00:00+09:00", ""])
        #expect(items.map(\.line) == [6, 7, 8])
        #expect(items.map { $0.attribute("id") } == [nil, nil, "三"])
    }

    @Test func `the name of an element is asked for whatever its prefix and namespace are`() throws {
        let local = try feed().nodes(at: try XPathQuery("//*[local-name()='date']"))
        #expect(local.map(\.text) == ["2026-11-20T18:00:00+09:00", "2026-11-21T01:00:00+09:00"])
        #expect(local.map(\.name) == ["date", "date"])
        #expect(local.map(\.namespace) == Array(repeating: "http://purl.org/dc/elements/1.1/", count: 2))
        let other = try XPathQuery("//x:date", namespaces: [("x", "http://purl.org/dc/elements/1.1/")])
        #expect(try feed().nodes(at: other).count == 2)
    }

    @Test func `a prefix that is not declared is left as it is`() throws {
        let document = try MarkupDocument(xml: Array("<a><dc:date>1</dc:date></a>".utf8))
        #expect(document.root?.elements.map(\.namespace) == [nil])
        #expect(document.root?.text == "1")
    }

    @Test func `answers are numbers, texts, truths and nodes`() throws {
        let feed = try feed()
        #expect(try feed.number(at: try XPathQuery("count(//item)")) == 3)
        #expect(try feed.number(at: try XPathQuery("sum(//n)")) == 6.5)
        #expect(try feed.string(at: try XPathQuery("sum(//n)")) == "6.5")
        #expect(try feed.number(at: try XPathQuery("//item[3]/n")) == 3.5)
        #expect(try feed.number(at: try XPathQuery("//title")).isNaN)
        #expect(try feed.string(at: try XPathQuery("//item/@id")) == "三")
        #expect(try feed.string(at: try XPathQuery("//nothing")) == "")
        #expect(try feed.string(at: try XPathQuery("1 = 1")) == "true")
        #expect(try feed.nodes(at: try XPathQuery("//item/@id")).map(\.name) == ["id"])
        #expect(try feed.nodes(at: try XPathQuery("//title/text()")).map(\.text).last == "<新> バージョン")
        #expect(try feed.nodes(at: try XPathQuery("//namespace::*")).isEmpty)
        #expect(throws: XPathError.otherKind(wanted: "nodes")) { try feed.nodes(at: try XPathQuery("count(//item)")) }
    }

    @Test(arguments: ["", "//", "//a[", "a b", "'open", "1 +", "a::b", "//a[1)]", "\u{0}", "a\u{0}b", "$x ="])
    func `what is no XPath is refused before a document is asked`(expression: String) {
        do throws(XPathError) {
            _ = try XPathQuery(expression)
            Issue.record("\(expression) was taken")
        } catch {
            guard case .malformed(let message) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(message.contains(" at character "))
        }
    }

    @Test(arguments: ["//x:a", "nothing()", "$x", "count(1)", "system-property('x')", "document('/etc/passwd')"])
    func `what nobody knows is refused when a document is asked`(expression: String) throws {
        let query = try XPathQuery(expression)
        #expect(throws: XPathError.self) { try feed().evaluate(query) }
    }

    @Test func `a query that would take for ever is stopped`() throws {
        let wide = "<a>" + String(repeating: "<b/>", count: 20_000) + "</a>"
        let document = try MarkupDocument(xml: Array(wide.utf8))
        #expect(throws: XPathError.tooCostly) { try document.number(at: try XPathQuery("count(//b[count(//b) > 1])")) }
        let deep = String(repeating: "(", count: 990) + "1" + String(repeating: ")", count: 990)
        _ = try? XPathQuery(deep)
        let long = String(repeating: "a/", count: 2_000) + "a"
        #expect(throws: XPathError.tooLong(limitBytes: 2_000)) { try XPathQuery(long) }
        let many = "<a>" + String(repeating: "<b/>", count: 60_000) + "</a>"
        #expect(throws: XPathError.tooManyNodes(limit: 50_000)) {
            try MarkupDocument(xml: Array(many.utf8)).nodes(at: try XPathQuery("//b"))
        }
    }

    @Test func `a node keeps its document`() throws {
        func first() throws -> MarkupNode { try #require(try feed().nodes(at: try XPathQuery("//item")).first) }
        #expect(try first().elements.map(\.name) == ["title", "date", "n"])
    }

    @Test func `tag soup is read as browsers read it`() throws {
        let soup =
            "<!DOCTYPE html><TITLE>a &amp; b</title><p>one<p>two <b>bold<i>both</b>italic</i><br>&eacute;&#12354;<li>x<td>"
        let document = try html(soup)
        #expect(try document.nodes(at: try XPathQuery("//p")).count >= 2)
        #expect(try document.string(at: try XPathQuery("//title")) == "a & b")
        #expect(document.root?.name == "html")
        #expect(document.root?.text.contains("éあ") == true)
        #expect(try html("").root == nil)
        #expect(try html("no tags").root?.text == "no tags")
        #expect(try html("a\u{0}b<p>c").root != nil)
        #expect(try html("</p></div><a href=x>y").string(at: try XPathQuery("//a/@href")) == "x")
        #expect(try html("<script>if (a < b && c) {}</script>").string(at: try XPathQuery("//script")).contains("<"))
    }

    @Test func `HTML cannot name what is to be read besides it`() throws {
        let named =
            "<!DOCTYPE html SYSTEM \"file:///etc/passwd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x;</p>"
        #expect(try html(named).root?.text.contains("root:") == false)
    }

    @Test func `documents are read by many tasks at once`() async throws {
        let bytes = Array(Samples.feed.utf8)
        let counts = try await withThrowingTaskGroup(of: Double.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var sum = 0.0
                    for _ in 0..<50 {
                        sum += try MarkupDocument(xml: bytes).number(at: try XPathQuery("count(//item)"))
                    }
                    return sum
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 150, count: 16))
    }
}
