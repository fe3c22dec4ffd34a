import CallTree
import Testing

@testable import AlertSources

struct AlertTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("  \u{3000}a  b \n", "a  b"), ("a\r\n\tb", "a b"), ("a\u{0}b\u{7}c", "abc"),
        ("\u{1B}[31mred", "[31mred"), ("\u{202E}abc\u{202C}\u{2066}d\u{2069}\u{200F}\u{61C}", "abcd"),
        ("\u{FEFF}x\u{2028}y", "x y"), ("👩‍👩‍👧 が", "👩‍👩‍👧 が"), ("\n\u{0}", ""), ("\u{85}\u{9F}z", "z"),
    ])
    func `makes one clean line of a text`(text: String, expected: String) {
        #expect(AlertText.line(text, limit: 100) == expected)
    }

    @Test(arguments: [
        ("12345", "12345"), ("123456", "1234…"), ("障害障害障", "障害障害障"), ("障害障害障害", "障害障害…"),
        // Four scalars in the second character: it does not fit whole.
        ("a👩‍👩‍👧xyz", "a…"), ("abce\u{301}fgh", "abc…"),
        ("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}…"),
        ("🇯🇵🇯🇵🇯🇵", "🇯🇵🇯🇵…"),
    ])
    func `cuts a long text after a whole character`(text: String, expected: String) {
        let cut = AlertText.line(text, limit: 5)
        #expect(Array(cut.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func `keeps a key of 512 characters and shortens a longer one, always alike and never to another one's`() {
        let longest = String(repeating: "障", count: 512)
        #expect(AlertText.dedupKey(longest) == longest)
        let one = AlertText.dedupKey(longest + "1")
        let other = AlertText.dedupKey(longest + "2")
        #expect(one == AlertText.dedupKey(longest + "1"))
        #expect(one != other)
        #expect(one.unicodeScalars.count == 417)
        #expect(one.hasPrefix(String(repeating: "障", count: 400) + "#"))
    }

    @Test func `keeps keys apart that differ in unseen characters only`() {
        let keys = ["ab", "a\u{0}b", "a\u{1}b", "a\u{202E}b"].map(AlertText.dedupKey)
        #expect(keys.first == "ab")
        #expect(Set(keys).count == 4)
        #expect(keys.allSatisfy { $0.hasPrefix("ab") })
    }

    /// Published values of FNV-1a with 64 bits: the hash of "a" is af63dc4c8601ec8c. The key is long enough to be hashed.
    @Test func `hashes with FNV-1a`() {
        #expect(AlertText.dedupKey("\u{1}").hasSuffix("#" + hash([1])))
        #expect(hash(Array("a".utf8)) == "af63dc4c8601ec8c")
    }

    private func hash(_ bytes: [UInt8]) -> String {
        let value = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return String(value, radix: 16)
    }

    @Test(arguments: [
        ("critical", Severity.critical), ("PAGE", .critical), ("Sev0", .critical), ("P1", .critical), ("緊急", .critical),
        ("error", .error), ("High", .error), ("warn", .warning), ("警告", .warning), ("Notice", .info), ("low", .info),
        ("", .unknown), ("blue", .unknown), ("critical!", .unknown),
    ])
    func `grades common spellings`(spelling: String, expected: Severity) {
        #expect(Severity(spelling: spelling) == expected)
    }
}
