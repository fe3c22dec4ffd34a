import RunbookModel
import Testing

@Suite struct ParameterTests {
    @Test(arguments: [
        ("text", "本社 web-1", true), ("text", "", false), ("text", "a\nb", false), ("text", "a\u{7}b", false),
        ("integer", "-12", true), ("integer", "12", true), ("integer", "1.5", false), ("integer", "+1", false),
        ("integer", "99999999999999999999", false), ("integer", "-", false),
        ("host", "www.example.jp", true), ("host", "192.0.2.10", true), ("host", "2001:db8::1", true),
        ("host", "-oProxyCommand=a", false), ("host", "a b", false), ("host", "a;b", false), ("host", "例え.jp", false),
        ("url", "https://www.example.jp/a?b=c", true), ("url", "http://192.0.2.10:8080/", true),
        ("url", "file:///etc/passwd", false), ("url", "https://", false), ("url", "https:///a", false),
        ("url", "https://a b/", false), ("path", "/var/log", true), ("path", "var/log", false),
        ("path", "/var/../etc", false), ("path", "/var/..log", true),
    ])
    func `a value is taken only when it is of its kind`(kind: String, value: String, isTaken: Bool) throws {
        let kind = try #require(Runbook.Parameter.Kind(rawValue: kind))
        #expect(kind.takes(value) == isTaken)
    }

    private func runbook() throws -> Runbook {
        try TestRunbook.read(
            TestRunbook.plain.replacing(
                "parameters: {url: {title: 確認先, type: url}}",
                with:
                    "parameters: {url: {title: 確認先, type: url, pattern: \"/https:.*/\"}, unit: {title: 名, type: text, default: nginx}}"
            ).replacing("unit: nginx", with: "unit: \"{unit}\""))
    }

    @Test func `a run takes what it is given, and the runbook's own for the rest`() throws {
        let values = try runbook().values(given: ["url": "https://a/"], patterns: TestRunbook.patterns)
        #expect(values == ["url": "https://a/", "unit": "nginx"])
    }

    @Test(arguments: [
        ([:], "the parameter `url` (確認先) must be given"),
        (
            ["url": "http://a/"],
            "the parameter `url` is no address that begins with http:// or https:// and that its pattern allows"
        ),
        (["url": "https://a/", "host": "b"], "the runbook `shop` has no parameter `host`"),
    ])
    func `a run is refused what is missing, not known or not of its form`(given: [String: String], words: String) throws
    {
        let runbook = try runbook()
        #expect(throws: StepRefusal(words)) {
            try runbook.values(given: given, patterns: TestRunbook.patterns)
        }
    }
}
