import Testing

@testable import Markup

/// Documents that are not meant well. Each is one clear refusal, in bounded time and memory, and nothing traps.
@Suite struct HostileDocumentTests {
    private func refusal(_ xml: String, limits: MarkupLimits = .standard) -> MarkupError? {
        refusal(Array(xml.utf8), limits: limits)
    }

    private func refusal(_ xml: [UInt8], encoding: String? = nil, limits: MarkupLimits = .standard) -> MarkupError? {
        do throws(MarkupError) {
            _ = try MarkupDocument(xml: xml, encoding: encoding, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func htmlRefusal(_ html: String, limits: MarkupLimits = .standard) -> MarkupError? {
        do throws(MarkupError) {
            _ = try MarkupDocument(html: Array(html.utf8), limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a billion laughs are refused at the document type`() {
        var entities = "<!ENTITY lol \"lol\">\n"
        for level in 1...9 {
            let inner = String(repeating: level == 1 ? "&lol;" : "&lol\(level - 1);", count: 10)
            entities += "<!ENTITY lol\(level) \"\(inner)\">\n"
        }
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n\(entities)]>\n<lolz>&lol9;</lolz>"
        #expect(refusal(bomb) == .documentType(line: 2))
        #expect(refusal(bomb)?.description == "line 2: a document type (DOCTYPE) is not allowed here")
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x PUBLIC \"p\" \"http://127.0.0.1:9/x\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///dev/zero\"> %x;]><a/>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a PUBLIC \"-//X//EN\" \"http://127.0.0.1:9/x.dtd\"><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA \"x\">]><a/>",
        "<!DOCTYPE a><a/>",
    ])
    func `no document names what is to be read besides it`(xml: String) {
        #expect(refusal(xml) == .documentType(line: 1))
    }

    @Test func `an entity that nothing declares is an error, and XInclude is an element like any other`() throws {
        guard case .malformed(line: 2, _, let message)? = refusal("<a>\n&x;</a>") else {
            Issue.record("the entity was taken")
            return
        }
        #expect(message.contains("Entity 'x' not defined"))
        let include =
            "<a xmlns:i=\"http://www.w3.org/2001/XInclude\"><i:include href=\"/etc/passwd\" parse=\"text\"/></a>"
        #expect(try MarkupDocument(xml: Array(include.utf8)).root?.text == "")
    }

    @Test func `a hundred thousand elements within one another are refused at the limit`() {
        let deep = String(repeating: "<a>\n", count: 100_000) + String(repeating: "</a>", count: 100_000)
        #expect(refusal(deep) == .tooDeep(line: 201, limit: 200))
        #expect(refusal(String(repeating: "<a>", count: 100_000)) == .tooDeep(line: 1, limit: 200))
        let html = String(repeating: "<div>\n", count: 100_000)
        #expect(htmlRefusal(html) == .tooDeep(line: 199, limit: 200))
        let limits = MarkupLimits(depth: 3)
        #expect(refusal("<a><b><c/></b></a>", limits: limits) == nil)
        #expect(refusal("<a><b><c><d/></c></b></a>", limits: limits) == .tooDeep(line: 1, limit: 3))
    }

    @Test func `elements and attributes are counted`() {
        let limits = MarkupLimits(nodes: 10)
        let nine = String(repeating: "<b/>", count: 9)
        #expect(refusal("<a>\(nine)</a>", limits: limits) == nil)
        #expect(refusal("<a c='' >\(nine)</a>", limits: limits) == .tooManyNodes(line: 1, limit: 10))
        #expect(refusal("<a xmlns:c='c'>\(nine)</a>", limits: limits) == .tooManyNodes(line: 1, limit: 10))
        #expect(htmlRefusal("<p a b c d e f g h>", limits: limits) == .tooManyNodes(line: 1, limit: 10))
        let many = "<a>" + String(repeating: "<b/>", count: 300_000) + "</a>"
        #expect(refusal(many) == .tooManyNodes(line: 1, limit: 200_000))
        #expect(htmlRefusal(String(repeating: "<br>", count: 300_000)) == .tooManyNodes(line: 1, limit: 200_000))
    }

    @Test func `comments and processing instructions take no memory`() throws {
        let many = "<a>" + String(repeating: "<!----><?x?>", count: 100_000) + "b</a>"
        #expect(try MarkupDocument(xml: Array(many.utf8)).root?.text == "b")
    }

    @Test func `a document beyond the limit in bytes is not looked at`() {
        let limits = MarkupLimits(bytes: 10)
        #expect(refusal("<a>12345</a>", limits: limits) == .tooLarge(limitBytes: 10))
        #expect(refusal("<a>123</a>", limits: limits) == nil)
        #expect(htmlRefusal("<p>12345678", limits: limits) == .tooLarge(limitBytes: 10))
    }

    /// Each took libxml2 more than 10 s for less than a mebibyte.
    @Test func `tags with tens of thousands of attributes are refused before they cost time`() {
        let attributes = (0..<80_000).map { " a\($0)=''" }.joined()
        let prefixed = (0..<80_000).map { "\n p\($0 % 500):b\($0 / 500) = \"\"" }.joined()
        let declared = (0..<500).map { " xmlns:p\($0)='\($0)'" }.joined()
        #expect(refusal("<a\n\(attributes)/>") == .tooManyAttributes(line: 2))
        #expect(refusal("<a\(declared)\(prefixed)/>") == .tooManyAttributes(line: 1502))
        #expect(refusal("<a>\n<b\(declared)/>\n<b\(declared)/></a>") == nil)
        let bare = (0..<80_000).map { " a\($0)" }.joined()
        #expect(htmlRefusal("<p>\n<a\(bare)>") == .tooManyAttributes(line: 2))
        #expect(htmlRefusal("<p\(attributes)>") == .tooManyAttributes(line: 1))
    }

    @Test func `the crowded tag is found in every encoding, behind whatever else stands there`() {
        let attributes = (0..<3_000).map { " a\($0)='<'" }.joined().replacing("<", with: "")
        let sixteen = "<a\(attributes)/>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(refusal([0xFE, 0xFF] + sixteen) == .tooManyAttributes(line: 1))
        // In ISO-2022-JP the second byte of a character may look like `<`.
        let kanji: [UInt8] = [0x1B, 0x24, 0x42, 0x30, 0x3C, 0x1B, 0x28, 0x42]
        let hidden = (0..<3_000).flatMap { Array(" a\($0)='".utf8) + kanji + Array("'".utf8) }
        let declaration = Array("<?xml version='1.0' encoding='ISO-2022-JP'?><a".utf8)
        #expect(refusal(declaration + hidden + Array("/>".utf8)) == .tooManyAttributes(line: 1))
        // A text may be full of what looks like attributes, and a comment of tags.
        let text = String(repeating: "&lt;a href=\"x\"&gt; ", count: 1_900)
        #expect(refusal("<a><!-- '\" -->\(text)<b>\(text)</b></a>") == nil)
    }

    @Test(arguments: ["UTF-7", "UTF-32", "IBM-037", "ISO-2022-KR", "UTF-8//IGNORE", "nonsense", "", "x\u{0}y"])
    func `only encodings that are known are read, declared or told`(name: String) {
        let declared = refusal("<?xml version='1.0' encoding='\(name)'?><a/>")
        switch declared {
        case .encoding?, .malformed?: break
        default: Issue.record("\(name): \(String(describing: declared))")
        }
        #expect(refusal(Array("<a/>".utf8), encoding: name) == .encoding(name))
    }

    @Test func `a document in EBCDIC is refused`() {
        #expect(refusal([0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40]) == .encoding(nil))
    }

    @Test(arguments: [
        ("", 1, "Document is empty"), ("   ", 1, "Start tag expected, '<' not found"),
        ("text", 1, "Start tag expected, '<' not found"),
        ("<a>\n<b></a>", 2, "Opening and ending tag mismatch: b line 2 and a"),
        ("<a", 1, "Couldn't find end of Start Tag a line 1"),
        ("<a/><b/>", 1, "Extra content at the end of the document"),
        ("<a>\n\n\u{1}</a>", 3, "PCDATA invalid Char value 1"),
        ("<a x='1' x='2'/>", 1, "Attribute x redefined"),
        ("<a>&#0;</a>", 1, "xmlParseCharRef: invalid xmlChar value 0"),
        ("<a>&#xD800;</a>", 1, "xmlParseCharRef: invalid xmlChar value 55296"),
    ])
    func `what is no XML is named with its line`(xml: String, line: Int, message: String) {
        guard case .malformed(line, _, let found)? = refusal(xml) else {
            Issue.record("\(xml): \(String(describing: refusal(xml)))")
            return
        }
        #expect(found.hasPrefix(message))
    }

    @Test(
        arguments: [
            [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE3, 0x81],
            [0xF4, 0x90, 0x80, 0x80], [0x80],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused with their line`(bytes: [UInt8]) {
        guard case .malformed(line: 2, _, _)? = refusal(Array("<a>\n".utf8) + bytes + Array("</a>".utf8)) else {
            Issue.record("\(bytes) were taken, or refused elsewhere")
            return
        }
    }

    @Test(arguments: 1...4)
    func `no damage to a document traps`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let whole = Array(Samples.feed.utf8)
        let query = try XPathQuery("//item/*[local-name()='date']")
        var refused = 0
        for _ in 0..<1_500 {
            var bytes = whole
            for _ in 0...Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: whole.shuffled(using: &random).prefix(5), at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            do throws(MarkupError) {
                let document = try MarkupDocument(xml: bytes)
                _ = try? document.nodes(at: query).map(\.text)
            } catch {
                refused += 1
                #expect(!"\(error)".isEmpty)
            }
            let html = try? MarkupDocument(html: bytes)
            _ = html?.root?.text
        }
        #expect(refused > 500)
    }
}
