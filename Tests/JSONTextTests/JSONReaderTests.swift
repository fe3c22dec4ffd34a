import JSONText
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
        (#"\ud83d"#, "\u{FFFD}uD83D", 1), (#"\udd25"#, "\u{FFFD}uDD25", 1),
        (#"\ud83d\ud83d\udd25"#, "\u{FFFD}uD83D🔥", 1), (#"\ud83dA"#, "\u{FFFD}uD83DA", 1),
        (#"\ud83d\n"#, "\u{FFFD}uD83D\n", 1), (#"\ud83d\u0041"#, "\u{FFFD}uD83DA", 1),
        (#"\udd25\ud83d"#, "\u{FFFD}uDD25\u{FFFD}uD83D", 2), ("a\nb\u{0}c", "a\nb\u{0}c", 2),
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
            ([0xFF], "\u{FFFD}FF", 1), ([0x41, 0x80, 0x42], "A\u{FFFD}80B", 1),
            ([0xE9, 0x9A], "\u{FFFD}E9\u{FFFD}9A", 1), ([0xC0, 0x80], "\u{FFFD}C0\u{FFFD}80", 2),
            ([0xED, 0xA0, 0x80], "\u{FFFD}ED\u{FFFD}A0\u{FFFD}80", 3),
            ([0x8F, 0xE1, 0x8A, 0x51], "\u{FFFD}8F\u{FFFD}E1\u{FFFD}8AQ", 2), ([0xEF, 0xBF, 0xBD], "\u{FFFD}", 0),
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

    /// Whatever is mended, two texts that differ stay two: bytes, surrogates, and the digits that they become.
    @Test func `never mends two texts into one`() throws {
        let parts: [[UInt8]] =
            [[0x91], [0xE9], [0xE9, 0x9A], [0xD8], [0xED, 0xA0, 0x80]]
            + [#"\ud800"#, #"\ud83d"#, "91", "9A", "3D", "00", "uD800", "第"].map { Array($0.utf8) }
        var bodyOfText: [String: [UInt8]] = [:]
        for first in parts {
            for second in parts {
                for third in parts + [[]] {
                    let body = first + second + third
                    let text = try #require(try JSONDocument([0x22] + body + [0x22]).value.string)
                    let before = bodyOfText.updateValue(body, forKey: text)
                    #expect(before == nil || before == body, "\(text)")
                }
            }
        }
    }

    @Test func `compares names byte by byte`() throws {
        let object = try #require(try read("{\"\u{E9}\":1,\"e\u{301}\":2}").object)
        #expect(object["\u{E9}"] == .number("1"))
        #expect(object.values(named: "e\u{301}") == [.number("2")])
    }
}
