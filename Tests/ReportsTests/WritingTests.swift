import CallTree
import Foundation
import JSONText
import Reports
import ServiceHours
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Texts that a sender may well send.
let hostileTexts = [
    "</title><script>alert(1)</script>", "\" onload=\"x", "' onload='x", "a & b &amp; c", "]]>",
    "\u{0}\u{1}\u{8}\u{1B}[31mred",
    "\u{202E}desrever\u{2066}", "line\r\nSubject: x\n\ttab", "\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{FFFF}",
    "\u{85}\u{9B}31m",
    "\\u0000 \\\" \\", "😀 ｶﾀｶﾅ 日本", String(repeating: "\u{301}", count: 100_000),
    String(repeating: "あ<", count: 50_000), "",
]

struct JSONWriterTests {
    @Test(arguments: hostileTexts.indices)
    func `a hostile text reads back as it was and is safe to show`(index: Int) throws {
        let text = hostileTexts[index]
        for style in [JSONWriter.Style.compact, .pretty] {
            let json = JSONValue.object([JSONMember(text, .array([.string(text), nil]))]).text(style)
            let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [Any]]
            let value = try #require(read?.values.first?.first as? String)
            // Scalar by scalar: a byte-order mark or a combining mark must not be lost to equality of characters.
            #expect(Array(value.unicodeScalars) == Array(text.unicodeScalars))
            let hidden = json.unicodeScalars.filter {
                $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value))
            }
            #expect(hidden.isEmpty)
            #expect(
                !json.unicodeScalars.contains {
                    (0x2028...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
                })
        }
    }

    @Test func `members keep their order, and numbers, none and spans are written as documented`() {
        let value: JSONValue = [
            "z": 1, "a": -2, "yes": true, "none": nil, "list": [1, "b", []], "empty": [:],
            "half": .seconds(.milliseconds(1_500)), "whole": .seconds(.seconds(60)), "no number": .double(.nan),
            "at": .instant(Instant(microseconds: 0)),
        ]
        #expect(
            value.text()
                == #"{"z":1,"a":-2,"yes":true,"none":null,"list":[1,"b",[]],"empty":{},"half":1.5,"whole":60,"no number":null,"at":"1970-01-01T09:00:00+09:00"}"#
        )
        #expect(JSONValue.object([JSONMember("a", [1, 2])]).text(.pretty) == "{\n  \"a\": [\n    1,\n    2\n  ]\n}")
    }

    @Test func `every number that JSON can hold reads back`() throws {
        let numbers = [0, 1, -1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e20, 0.1, -2.5e-9]
        for number in numbers {
            let read =
                try JSONSerialization.jsonObject(with: Data(JSONValue.array([.double(number)]).text().utf8))
                as? [Double]
            #expect(read == [number])
        }
    }

    @Test func `JSON Lines are one text a line`() {
        var writer = JSONWriter()
        for number in 1...2 {
            writer.write(["n": .integer(number), "text": "a\nb"])
            writer.newline()
        }
        #expect(writer.text == "{\"n\":1,\"text\":\"a\\nb\"}\n{\"n\":2,\"text\":\"a\\nb\"}\n")
    }
}

struct MarkupTextTests {
    @Test(arguments: hostileTexts.indices)
    func `a hostile text stays a text in XML, as content and as attribute`(index: Int) throws {
        let text = hostileTexts[index]
        var markup = MarkupText(.xml)
        markup.element("a", ["b": text], text: text)
        let read = try ReadXML(markup.text)
        #expect(read.elements == ["a"])
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isKeptByXML ? $0 : "\u{FFFD}" }))
        #expect(Array(read.content.unicodeScalars) == Array(kept.unicodeScalars))
        #expect(read.attributes["b"].map { Array($0.unicodeScalars) } == Array(kept.unicodeScalars))
    }

    @Test func `HTML escapes what would be markup`() {
        var markup = MarkupText(.html)
        markup.element("p", ["title": "\"<'&>"], text: "<script>\u{0}")
        #expect(
            markup.text
                == "<!DOCTYPE html>\n<p title=\"&quot;&lt;&#39;&amp;&gt;\">&lt;script&gt;\u{FFFD}</p>")
    }
}

struct JUnitSuiteTests {
    @Test func `counts cases and failures and keeps what was printed`() throws {
        let suite = JUnitSuite(
            name: "drills <&>",
            cases: [
                JUnitCase(name: "busy", seconds: 0.0125),
                JUnitCase(name: "電話", seconds: 1.5, result: .failed("expected acknowledged\nwas <exhausted>")),
                JUnitCase(name: "out", seconds: .infinity, output: hostileTexts.joined()),
            ])
        let read = try ReadXML(suite.xml)
        #expect(
            read.elements == ["testsuites", "testsuite", "testcase", "testcase", "failure", "testcase", "system-out"])
        #expect(read.all["testsuite"]?["tests"] == "3")
        #expect(read.all["testsuite"]?["failures"] == "1")
        #expect(read.all["failure"]?["message"] == "expected acknowledged")
        #expect(suite.xml.contains("time=\"0.013\""))
        #expect(suite.xml.contains("time=\"1.500\""))
    }
}

struct ShownTests {
    @Test(arguments: hostileTexts.indices)
    func `a hostile alert is one short line in every text, and no markup in any page`(index: Int) throws {
        let text = hostileTexts[index]
        var log = EventLog()
        log.add(.incidentOpened(.init(1), EventLog.contract, EventLog.alert(text, summary: text), .call))
        log.finish(.handedOver, .operatorAsked(name: text, reason: text), escalation: nil)
        let report = try log.report()
        let sheet = HandoverSheet(from: log.now, until: log.now + .seconds(1), reports: [report])
        let list = IncidentList(events: log.events)
        for shown in [report.text(), sheet.text(), IncidentList.text(list.rows)] {
            #expect(shown.utf8.count < 20_000)
            #expect(!shown.unicodeScalars.contains { $0 != "\n" && ($0.properties.generalCategory == .control) })
            #expect(
                !shown.unicodeScalars.contains {
                    (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
                })
        }
        for page in [report.html(), sheet.html()] {
            #expect(!page.contains("<script"))
            #expect(!page.contains("onload=\""))
            #expect(page.utf8.count < 60_000)
        }
        let read = try JSONSerialization.jsonObject(with: Data(report.json().text().utf8)) as? [String: Any]
        let alert = try #require(read?["alert"] as? [String: Any])
        #expect((alert["summary"] as? String).map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test func `a page loads nothing and runs nothing`() throws {
        let page = try richIncident().report().html()
        for word in ["<script", "http://", "https://", "url(", "@import", "<link", "<img", "<iframe"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("default-src 'none'") || page.contains("default-src &#39;none&#39;"))
    }
}

/// What an XML reader makes of a text.
private final class ReadXML: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var attributes: [String: String] = [:]
    private(set) var all: [String: [String: String]] = [:]
    private(set) var content = ""

    struct Unreadable: Error { let text: String }

    init(_ text: String) throws {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        guard parser.parse() else { throw Unreadable(text: "\(String(describing: parser.parserError))") }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes read: [String: String]
    ) {
        elements.append(name)
        attributes = read
        all[name] = read
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        content += text
    }
}

extension Unicode.Scalar {
    fileprivate var isKeptByXML: Bool {
        switch value {
        case 0x9, 0xA, 0xD: true
        case ..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
