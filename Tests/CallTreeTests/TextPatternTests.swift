import CallTree
import Testing

/// The rules' own small matcher of regular expressions.
@Suite struct TextPatternTests {
    /// Swift's own `Regex` is the judge: whatever both can read, both must say the same of.
    @Test(arguments: [
        ("web.*", ["web-1", "web", "we", "xweb", "web\n", "Web"]), ("a|b|", ["a", "b", "", "ab"]),
        ("(a|b)*c", ["c", "abac", "abca"]), ("(?:ab)+", ["ab", "abab", "aba", ""]), ("x(|y)z", ["xz", "xyz", "xy"]),
        ("a?b{2}c{1,}d{0,2}", ["bbc", "abbccdd", "abbcddd", "bc"]), ("a*?b+?c??", ["aab", "bbb", "bc", "c"]),
        ("(a{2}){2,3}", ["aaaa", "aaaaaa", "aaaaa"]), ("((a|b)?c)*", ["acbcc", "", "ab"]), ("a{0}b", ["b", "ab"]),
        ("(a+|b{2,})+", ["abbaabbb", "ab", "bbbb"]), ("()a", ["a", ""]), ("(a*)*", ["aaa", "", "b"]),
        ("[a-c_]+", ["abc_", "abd", ""]), ("[^a-c]", ["d", "a", "障", "\n", ""]), ("[\\]\\-\\\\^]+", ["]-\\^", "a"]),
        ("[a-]+", ["a-", "b"]), ("[-a]+", ["a-", "b"]), ("[\\w-]+", ["a-b", "a b"]), ("[\\d.]+", ["1.2", "1-2"]),
        ("[^\\d]", ["a", "1"]), ("[\\s\\S]*", ["a\nb", ""]), ("\\d+", ["123", "１２３", "٣", "12a"]),
        ("\\w+", ["web_1", "障害", "ＡＢ", "a-b", "é", "ｶﾞ", "ー"]), ("\\s", [" ", "\t", "\u{3000}", "\u{A0}", "x"]),
        ("\\D\\W\\S", ["a-b", "1-b", "aab"]), ("\\.\\/\\-\\n\\t", ["./-\n\t", "a/-\n\t"]), ("\\u{3042}", ["あ", "い"]),
        ("^web$", ["web", "web\n"]), ("^a|b$", ["a", "b", "ab"]), ("障害.*", ["障害です", "障"]), ("a]b}", ["a]b}"]),
        ("(?i)web-[a-c]+", ["WEB-A", "web-BcB", "Web-d"]), ("(?i)[^a]", ["A", "a", "B"]),
        ("(?i)[Z-a]", ["z", "A", "_", "b"]), (".", ["あ", "🔥", "\n", "\u{85}", "\u{2028}", "\r"]),
        ("/var/log/.+", ["/var/log/x", "/var/log/"]),
    ])
    func `says of a text what Swift's own expressions say`(expression: String, texts: [String]) throws {
        let judge = try Regex(expression)
        let pattern = try TextPattern("/\(expression)/")
        for text in texts {
            #expect(pattern.matches(text) == (try judge.wholeMatch(in: text) != nil), "\(text.debugDescription)")
        }
    }

    /// Each of these takes a backtracking matcher longer than the world will last.
    @Test(arguments: [
        "/(a+)+b/", "/(a|a)*b/", "/(a*)*b/", "/(.*)(.*)(.*)(.*)(.*)(.*)x/", "/(a?){300}a{300}b/",
        "/((a{1,20}){1,20})+b/", "/(([a-z]+)+[0-9]?)+;/",
    ])
    func `no text holds a rule for long`(source: String) throws {
        let pattern = try TextPattern(source)
        #expect(!pattern.matches(String(repeating: "a", count: 900)))
        #expect(!pattern.matches(String(repeating: "a", count: 4 << 20)))
        // One character on the screen, and two million scalars.
        #expect(!pattern.matches("a" + String(repeating: "\u{301}", count: 2 << 20)))
    }

    @Test(arguments: [
        ("/a(/", "at character 3, `(` is never closed"), ("/a)/", "at character 3, `)` closes nothing"),
        ("/(?=a)/", "at character 2, a group of another kind than `(` or `(?:` begins"),
        ("/(?<name>a)/", "at character 2, a group of another kind than `(` or `(?:` begins"),
        ("/a(?i)b/", "at character 3, a group of another kind than `(` or `(?:` begins"),
        ("/(?i/", "at character 2, a group of another kind than `(` or `(?:` begins"),
        (#"/\bweb/"#, #"at character 2, `\b` is not supported"#),
        (#"/(障)\1/"#, #"at character 5, `\1` is not supported"#),
        ("/a++/", "at character 4, a second count stands"), ("/a*??/", "at character 5, a second count stands"),
        ("/a|*/", "at character 4, nothing stands before `*`"), ("/{2}/", "at character 2, nothing stands before `{`"),
        ("/a{/", "at character 3, `{` begins no count"), ("/a{,2}/", "at character 3, `{` begins no count"),
        ("/a{5,2}/", "at character 3, `{` begins no count"), ("/[/", "at character 2, `[` is never closed"),
        ("/[]a]/", "at character 2, an empty set begins"), ("/[b-a]/", "at character 4, `-` joins no range"),
        (#"/[a-\d]/"#, "at character 4, `-` joins no range"),
        ("/[a&&b]/", "at character 4, `&&` is not supported in a set"),
        ("/[[:alpha:]]/", "at character 3, a set within a set begins"), ("/a^b/", "at character 3, `^` stands inside"),
        ("/a$b/", "at character 3, `$` stands inside"), (#"/\u{110000}/"#, #"at character 2, `\u` names no character"#),
        (#"/\u{}/"#, #"at character 2, `\u` names no character"#), (#"/a\/"#, #"at character 3, `\` escapes nothing"#),
    ])
    func `says what is wrong with an expression, and where`(source: String, expected: String) {
        #expect(fault(source)?.what == "holds no regular expression: " + expected)
    }

    @Test func `refuses an expression of more than 2,000 states or 100 groups in each other`() throws {
        let tooMany = "holds a regular expression of more than 2000 states"
        #expect(try TextPattern("/a{2000}/").matches(String(repeating: "a", count: 1_000)) == false)
        for source in [
            "/a{2001}/", "/a{99999999999999999999}/", "/((a{100}){100}){100}/", "/(a{1,40}){40}/", "/(a|b){600}/",
        ] {
            #expect(fault(source)?.what == tooMany, "\(source)")
        }
        let nested = { (count: Int) in
            "/" + String(repeating: "(", count: count) + "a" + String(repeating: ")", count: count) + "/"
        }
        #expect(try TextPattern(nested(100)).matches("a"))
        #expect(fault(nested(101))?.what.hasSuffix("a group within 100 others begins") == true)
        #expect(fault(nested(100_000)) != nil)
        // What matches only the empty text takes no states, however often.
        #expect(try TextPattern("/((((){2000}){2000}){2000}){2000}a/").matches("a"))
    }

    @Test(arguments: ["", " \u{3000}", "//", "/ /", "/", "/data", "/a/i"])
    func `refuses what is blank or a slash without another`(source: String) {
        #expect(fault(source) != nil)
    }

    @Test func `a text without slashes is met exactly`() throws {
        let pattern = try TextPattern("web.*")
        #expect(pattern.matches("web.*"))
        #expect(!pattern.matches("web-1"))
        #expect(try TextPattern("data/").matches("data/"))
    }

    private func fault(_ source: String) -> PatternFault? {
        do throws(PatternFault) {
            _ = try TextPattern(source)
            return nil
        } catch {
            return error
        }
    }
}
