import AlertSources
import Testing

func read(_ text: String) throws -> JSONNode {
    try JSONDocument(Array(text.utf8)).value
}

struct JSONReaderTests {
    @Test func `keeps the order of members and the text of numbers`() throws {
        let value = try read(#" {"b" : [1, -0.50E+2 , true,false , null ], "a":{}, "":[] } "#)
        #expect(
            value
                == .object(
                    JSONObject(members: [
                        .init(
                            name: "b",
                            value: .array([.number("1"), .number("-0.50E+2"), .bool(true), .bool(false), .null])),
                        .init(name: "a", value: .object(JSONObject(members: []))),
                        .init(name: "", value: .array([])),
                    ])))
    }

    @Test func `gives the last of repeated names, and all of them to who asks`() throws {
        let object = try #require(try read(#"{"a":1,"b":2,"a":3}"#).object)
        #expect(object["a"] == .number("3"))
        #expect(object.values(named: "a") == [.number("1"), .number("3")])
        #expect(object["c"] == nil)
    }

    @Test(arguments: [
        (#""""#, ""), (#""a/b""#, "a/b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""障害🔥""#, "障害🔥"),
        (#""\u969c\u5BB3""#, "障害"), (#""\ud83d\udd25!""#, "🔥!"), (#""x\u0000y""#, "x\u{0}y"),
    ])
    func `reads strings with every escape`(text: String, expected: String) throws {
        let document = try JSONDocument(Array(text.utf8))
        #expect(document.value == .string(expected))
        #expect(document.repairs == 0)
    }

    @Test(arguments: [
        (#"\ud83d"#, "\u{FFFD}", 1), (#"\udd25"#, "\u{FFFD}", 1), (#"\ud83d\ud83d\udd25"#, "\u{FFFD}🔥", 1),
        (#"\ud83dA"#, "\u{FFFD}A", 1), (#"\ud83d\n"#, "\u{FFFD}\n", 1), (#"\ud83d\u0041"#, "\u{FFFD}A", 1),
        (#"\udd25\ud83d"#, "\u{FFFD}\u{FFFD}", 2), ("a\nb\u{0}c", "a\nb\u{0}c", 2),
    ])
    func `mends lone surrogates and bare control characters and counts them`(
        content: String, expected: String, repairs: Int
    ) throws {
        let document = try JSONDocument(Array("\"\(content)\"".utf8))
        #expect(document.value == .string(expected))
        #expect(document.repairs == repairs)
    }

    @Test(
        arguments: [
            ([0xFF], "\u{FFFD}", 1), ([0x41, 0x80, 0x42], "A\u{FFFD}B", 1), ([0xE9, 0x9A], "\u{FFFD}", 1),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}", 2), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}", 3),
            ([0x8F, 0xE1, 0x8A, 0x51], "\u{FFFD}\u{FFFD}Q", 2), ([0xEF, 0xBF, 0xBD], "\u{FFFD}", 0),
        ] as [([UInt8], String, Int)])
    func `mends what is not UTF-8 and counts it`(content: [UInt8], expected: String, repairs: Int) throws {
        for prefix in ["", "\\n"] {
            let document = try JSONDocument(Array("\"\(prefix)".utf8) + content + [UInt8(ascii: "\"")])
            #expect(document.value == .string((prefix.isEmpty ? "" : "\n") + expected))
            #expect(document.repairs == repairs)
        }
    }

    @Test func `passes over a byte order mark`() throws {
        #expect(try read("\u{FEFF}{}") == .object(JSONObject(members: [])))
    }

    @Test func `gives a whole number only where it fits`() throws {
        #expect(try read("-42").integer == -42)
        #expect(try read("9223372036854775807").integer == .max)
        #expect(try read("9223372036854775808").integer == nil)
        #expect(try read("1.0").integer == nil)
        #expect(try read("\"1\"").integer == nil)
    }
}
