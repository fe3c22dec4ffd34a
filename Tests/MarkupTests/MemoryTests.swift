import Foundation
import Markup
import Testing

/// What libxml2 allocates is given back, whether a document is taken, asked, refused or written.
@Suite struct MemoryTests {
    private static let good = Array(Samples.feed.utf8)
    private static let bad = [
        Array(good.dropLast(10)), Array("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>".utf8),
        Array(String(repeating: "<a>", count: 300).utf8), Array("<?xml version='1.0' encoding='x'?><a/>".utf8), [],
    ]

    /// The memory of the whole process, where other tests run beside this one: a leak shows in every stretch of the way,
    /// their work only in some.
    @Test func `ten thousand documents leave no memory behind`() throws {
        let query = try XPathQuery("//*[local-name()='date']")
        var least = Int.max
        for _ in 0..<10 {
            let before = try Self.residentBytes()
            for number in 0..<1_000 { try Self.useEverything(number, query) }
            least = min(least, try Self.residentBytes() - before)
        }
        // A hundred bytes a round; the document alone is some 10 KB.
        #expect(least < 100_000, "each thousand rounds left \(least) bytes or more")
    }

    /// proc(5): the second number of statm is the resident set in pages.
    private static func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(fields.count > 1 ? Int(fields[1]) : nil) * 4_096
    }

    private static func useEverything(_ number: Int, _ query: XPathQuery) throws {
        let document = try MarkupDocument(xml: good)
        #expect(try document.nodes(at: query).map(\.text).count == 2)
        #expect(throws: MarkupError.self) { try MarkupDocument(xml: bad[number % bad.count]) }
        #expect(throws: XPathError.self) { try document.evaluate(try XPathQuery("//x:y")) }
        #expect(throws: XPathError.self) { try XPathQuery("//[") }
        _ = try MarkupDocument(html: good).root?.text
        _ = WrittenElement("a", ["b": "c"], text: "障害\u{0}").documentBytes
    }
}
