import JSONText
import Testing

struct JSONFaultTests {
    @Test(arguments: [
        ("", "line 1, column 1 (byte 0): a value is wanted, but the text ends"),
        ("  \n", "line 2, column 1 (byte 3): a value is wanted, but the text ends"),
        ("[1,]", "line 1, column 4 (byte 3): a value is wanted, but ] stands here"),
        ("[,1]", "line 1, column 2 (byte 1): a value or ] is wanted, but , stands here"),
        ("[1 2]", "line 1, column 4 (byte 3): a comma or ] is wanted, but 2 stands here"),
        ("{1:2}", "line 1, column 2 (byte 1): a name in quotes or } is wanted, but 1 stands here"),
        ("{\"a\" 1}", "line 1, column 6 (byte 5): a colon is wanted, but 1 stands here"),
        ("{\"a\":}", "line 1, column 6 (byte 5): a value is wanted, but } stands here"),
        ("{\"a\":1,}", "line 1, column 8 (byte 7): a name in quotes is wanted, but } stands here"),
        ("{\"a\":1;", "line 1, column 7 (byte 6): a comma or } is wanted, but ; stands here"),
        ("{}\n {}", "line 2, column 2 (byte 4): the end of the text is wanted, but { stands here"),
        ("[\"障害\",\nx]", "line 2, column 1 (byte 11): a value is wanted, but x stands here"),
        ("[\"障害\" x]", "line 1, column 7 (byte 10): a comma or ] is wanted, but x stands here"),
        ("nul", "line 1, column 1 (byte 0): true, false or null is wanted, but n stands here"),
        ("truE", "line 1, column 1 (byte 0): true, false or null is wanted, but t stands here"),
        ("NaN", "line 1, column 1 (byte 0): a value is wanted, but N stands here"),
        ("01", "line 1, column 2 (byte 1): the end of the text is wanted, but 1 stands here"),
        ("-", "line 1, column 2 (byte 1): a digit is wanted, but the text ends"),
        ("1.e5", "line 1, column 3 (byte 2): a digit is wanted, but e stands here"),
        ("1e+", "line 1, column 4 (byte 3): a digit is wanted, but the text ends"),
        ("\"a", "line 1, column 3 (byte 2): the closing quote of a string is wanted, but the text ends"),
        (
            "\"\\q\"",
            "line 1, column 3 (byte 2): one of \" \\ / b f n r t u after a backslash is wanted, but q stands here"
        ),
        ("\"\\u00g0\"", "line 1, column 6 (byte 5): four hexadecimal digits after \\u is wanted, but g stands here"),
        (
            "\"\\ud83d\\u12",
            "line 1, column 12 (byte 11): four hexadecimal digits after \\u is wanted, but the text ends"
        ),
        ("\u{0}", "line 1, column 1 (byte 0): a value is wanted, but the byte 0x00 stands here"),
    ])
    func `says where the structure breaks and what is wanted there`(text: String, expected: String) {
        #expect(fault(Array(text.utf8))?.description == expected)
    }

    @Test func `refuses what is cut off at any byte`() throws {
        let text = Array(#"{"a": [1.5e3, "障\ud83d\udd25", {"b": null}], "c": true}"#.utf8)
        _ = try JSONDocument(text)
        for length in 0..<text.count {
            let error = try #require(fault(Array(text.prefix(length))))
            #expect(error.offset <= length)
        }
    }

    @Test func `refuses a hundred thousand nested arrays, closed or not`() {
        let open = Array(repeating: UInt8(ascii: "["), count: 100_000)
        let closed = open + Array(repeating: UInt8(ascii: "]"), count: 100_000)
        let objects = Array(String(repeating: "{\"a\":", count: 100_000).utf8)
        #expect(fault(open)?.fault == .tooDeep(limit: 64))
        #expect(fault(closed)?.fault == .tooDeep(limit: 64))
        #expect(fault(objects)?.fault == .tooDeep(limit: 64))
    }

    @Test func `reads exactly as deep as the limit`() throws {
        let deep = { (count: Int) in
            Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
        }
        _ = try JSONDocument(deep(64))
        #expect(fault(deep(65))?.fault == .tooDeep(limit: 64))
        #expect(fault(deep(65))?.offset == 64)
    }

    @Test func `keeps to the limits of values and bytes`() throws {
        let limits = JSONLimits(depth: 2, values: 4, bytes: 10)
        _ = try JSONDocument(Array("[1,2,3]".utf8), limits: limits)
        #expect(fault(Array("[1,2,3,4]".utf8), limits)?.fault == .tooManyValues(limit: 4))
        #expect(fault(Array("[1,2]      ".utf8), limits)?.fault == .tooLong(limit: 10))
    }

    @Test func `reads a number of any length`() throws {
        let digits = String(repeating: "9", count: 400)
        #expect(try read(digits) == .number(digits))
        #expect(try read("-1e\(digits)") == .number("-1e\(digits)"))
    }

    private func fault(_ bytes: [UInt8], _ limits: JSONLimits = .standard) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONDocument(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }
}
