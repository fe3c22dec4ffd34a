import Markup
import Testing

/// Documents that are written, and read again by the same parser.
@Suite struct WritingTests {
    private func text(_ element: WrittenElement) -> String { String(decoding: element.documentBytes, as: UTF8.self) }

    @Test func `TwiML comes out on one line with its declaration`() {
        let say = WrittenElement("Say", ["language": "ja-JP", "voice": "Polly.Tomoko"], text: "1を押してください。")
        let gather = WrittenElement("Gather", ["numDigits": "1", "action": "/k?a=1&b=2"], content: [.element(say)])
        #expect(
            text(WrittenElement("Response", content: [.element(gather), .element(WrittenElement("Hangup"))]))
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Response><Gather numDigits=\"1\" action=\"/k?a=1&amp;b=2\">"
                + "<Say language=\"ja-JP\" voice=\"Polly.Tomoko\">1を押してください。</Say></Gather><Hangup/></Response>\n")
    }

    @Test func `every sign of markup is text`() throws {
        let hostile = "</Say><Dial>+81990000000</Dial><!-- ]]> &amp; &#x0; \"'<?php ?><![CDATA[ %25 ${env:TOKEN}"
        let written = WrittenElement("Say", ["voice": hostile], text: hostile)
        let root = try #require(try MarkupDocument(xml: written.documentBytes).root)
        #expect(root.text == hostile)
        #expect(root.attribute("voice") == hostile)
        #expect(root.elements.isEmpty)
        #expect(!text(written).contains("<Dial>"))
    }

    @Test func `a character that no document can hold becomes the replacement character`() throws {
        for code in 0...0x20 {
            let scalar = try #require(Unicode.Scalar(code))
            let written = WrittenElement("a", ["b": "x\(scalar)y"], text: "x\(scalar)y")
            let root = try #require(try MarkupDocument(xml: written.documentBytes).root)
            let isKept = [0x9, 0xA, 0xD, 0x20].contains(code)
            #expect(root.text == (isKept ? "x\(scalar)y" : "x\u{FFFD}y"), "\(code)")
            #expect(root.attribute("b") == (isKept ? "x\(scalar)y" : "x\u{FFFD}y"), "\(code)")
        }
        let written = WrittenElement("a", text: "\u{FFFE}\u{FFFF}\u{7F}\u{85}\u{2028}\u{10FFFF}\u{1F525}")
        #expect(
            try MarkupDocument(xml: written.documentBytes).root?.text
                == "\u{FFFD}\u{FFFD}\u{7F}\u{85}\u{2028}\u{10FFFF}\u{1F525}")
    }

    @Test func `a namespace is declared like an attribute`() throws {
        let date = WrittenElement("dc:date", text: "2026-11-20")
        let root = WrittenElement(
            "rss", ["version": "2.0", "xmlns:dc": "http://purl.org/dc/elements/1.1/"], content: [.element(date)])
        let read = try MarkupDocument(xml: root.documentBytes)
        let query = try XPathQuery("//d:date", namespaces: [("d", "http://purl.org/dc/elements/1.1/")])
        #expect(try read.string(at: query) == "2026-11-20")
    }

    /// Random documents of random texts: what is read is what was written, but for forbidden characters.
    @Test(arguments: 1...8)
    func `what was written is read again`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for round in 0..<400 {
            let texts = (0..<6).map { _ in Self.text(&random) }
            let inner = WrittenElement(
                "b", ["c": texts[0], "d": texts[1]], content: [.text(texts[2]), .text(texts[3])])
            let outer = WrittenElement("a", ["e": texts[4]], content: [.element(inner), .text(texts[5])])
            let root = try #require(try MarkupDocument(xml: outer.documentBytes).root, "seed \(seed), round \(round)")
            let read = try #require(root.elements.first)
            let found = [read.attribute("c") ?? "", read.attribute("d") ?? "", read.text, root.attribute("e") ?? ""]
            let wanted = [texts[0], texts[1], texts[2] + texts[3], texts[4]].map(Self.allowed)
            #expect(
                found.map { Array($0.unicodeScalars) } == wanted.map { Array($0.unicodeScalars) },
                "seed \(seed), round \(round)")
            #expect(root.text == found[2] + Self.allowed(texts[5]), "seed \(seed), round \(round)")
        }
    }

    private static func text(_ random: inout SplitMix) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let limit: UInt32 = [0x21, 0x80, 0x3100, 0x110000].randomElement(using: &random) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { text.append(scalar) }
        }
        return String(text)
    }

    /// XML 1.0, section 2.2, said in another way than the product says it.
    private static func allowed(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar)
                    return isControl || scalar == "\u{FFFE}" || scalar == "\u{FFFF}" ? "\u{FFFD}" : scalar
                }))
    }
}
