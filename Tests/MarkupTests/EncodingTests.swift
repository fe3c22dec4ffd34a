import Foundation
import Markup
import Testing

/// The encodings that documents from Japan come in.
@Suite struct EncodingTests {
    private static let words = "障害のお知らせ：髙橋様、ＡＢ①"
    private static let plainWords = "障害のお知らせ、高橋様"

    /// The plain words as Python's codecs write them: Foundation on Linux knows not all of these.
    private static let written: [String: [UInt8]] = [
        "Shift_JIS": [
            0x8F, 0xE1, 0x8A, 0x51, 0x82, 0xCC, 0x82, 0xA8, 0x92, 0x6D, 0x82, 0xE7, 0x82, 0xB9, 0x81, 0x41,
            0x8D, 0x82, 0x8B, 0xB4, 0x97, 0x6C,
        ],
        "EUC-JP": [
            0xBE, 0xE3, 0xB3, 0xB2, 0xA4, 0xCE, 0xA4, 0xAA, 0xC3, 0xCE, 0xA4, 0xE9, 0xA4, 0xBB, 0xA1, 0xA2,
            0xB9, 0xE2, 0xB6, 0xB6, 0xCD, 0xCD,
        ],
        "ISO-2022-JP": [
            0x1B, 0x24, 0x42, 0x3E, 0x63, 0x33, 0x32, 0x24, 0x4E, 0x24, 0x2A, 0x43, 0x4E, 0x24, 0x69, 0x24,
            0x3B, 0x21, 0x22, 0x39, 0x62, 0x36, 0x36, 0x4D, 0x4D, 0x1B, 0x28, 0x42,
        ],
    ]

    /// The text, which is ASCII but for the words, in an encoding.
    private func bytes(_ text: String, _ encoding: String) throws -> [UInt8] {
        let words = try #require(Self.written[encoding])
        let parts = text.components(separatedBy: Self.plainWords).map { Array($0.utf8) }
        return Array(parts.joined(separator: words))
    }

    @Test(arguments: ["Shift_JIS", "EUC-JP", "ISO-2022-JP"])
    func `a declared encoding is read`(name: String) throws {
        for spelling in [name, name.lowercased()] {
            let xml =
                "<?xml version=\"1.0\" encoding=\"\(spelling)\"?>\n<a b=\"\(Self.plainWords)\">\(Self.plainWords)</a>"
            let root = try #require(try MarkupDocument(xml: try bytes(xml, name)).root)
            #expect(root.text == Self.plainWords)
            #expect(root.attribute("b") == Self.plainWords)
            #expect(root.line == 2)
        }
    }

    /// 髙 and ① are no characters of Shift_JIS proper, but of the form that Windows writes.
    @Test func `the Shift_JIS of Windows is read under its own name`() throws {
        let head = Array("<?xml version=\"1.0\" encoding=\"Windows-31J\"?><a>".utf8)
        let document = try MarkupDocument(xml: head + [0xFB, 0xFC, 0x87, 0x40] + Array("</a>".utf8))
        #expect(document.root?.text == "髙①")
    }

    @Test func `what the transport said wins over the declaration`() throws {
        let xml = "<?xml version=\"1.0\" encoding=\"EUC-JP\"?><a>\(Self.plainWords)</a>"
        #expect(
            try MarkupDocument(xml: try bytes(xml, "Shift_JIS"), encoding: "Shift_JIS").root?.text == Self.plainWords)
        #expect(try MarkupDocument(xml: Array(xml.utf8), encoding: "utf-8").root?.text == Self.plainWords)
        let html = "<meta charset=utf-8><p>\(Self.plainWords)"
        let told = try MarkupDocument(html: try bytes(html, "EUC-JP"), encoding: "EUC-JP")
        #expect(told.root?.text == Self.plainWords)
    }

    @Test func `a byte order mark is taken`() throws {
        #expect(try MarkupDocument(xml: [0xEF, 0xBB, 0xBF] + Array("<a>障</a>".utf8)).root?.text == "障")
        let little = "<a>障害</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try MarkupDocument(xml: [0xFF, 0xFE] + little).root?.text == "障害")
    }

    @Test(
        arguments: [("Shift_JIS", [0x81, 0xFF]), ("EUC-JP", [0xA4, 0x20]), ("ISO-2022-JP", [0xFF])]
            as [(String, [UInt8])])
    func `bytes that are not in the declared encoding are refused`(name: String, wrong: [UInt8]) {
        let head = Array("<?xml version=\"1.0\" encoding=\"\(name)\"?>\n<a>".utf8)
        #expect(throws: MarkupError.self) { try MarkupDocument(xml: head + wrong + Array("</a>".utf8)) }
    }

    @Test func `a long document in ISO-2022-JP keeps its state over every buffer`() throws {
        let text = String(repeating: "abc\(Self.plainWords)", count: 20_000)
        let xml = "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><a>\(text)</a>"
        #expect(try MarkupDocument(xml: try bytes(xml, "ISO-2022-JP")).root?.text == text)
    }

    @Test(arguments: ["Shift_JIS", "EUC-JP", "ISO-2022-JP"])
    func `HTML is read in the encoding that its head names`(name: String) throws {
        for meta in [
            "<meta charset=\"\(name)\">", "<meta http-equiv=Content-Type content='text/html; charset=\(name)'>",
        ] {
            let html = "<html><head>\(meta)<title>\(Self.plainWords)</title></head><body><p>\(Self.plainWords)</body>"
            let document = try MarkupDocument(html: try bytes(html, name))
            #expect(try document.string(at: try XPathQuery("//title")) == Self.plainWords)
            #expect(try document.string(at: try XPathQuery("//p")) == Self.plainWords)
        }
    }

    @Test func `HTML that is UTF-8 is read as such, whatever it says or does not say`() throws {
        for meta in ["", "<meta charset=utf-8>", "<meta charset=Shift_JIS>"] {
            let html = "\(meta)<p>\(Self.words)"
            #expect(try MarkupDocument(html: Array(html.utf8)).string(at: try XPathQuery("//p")) == Self.words)
        }
    }
}
