import Testing

@testable import SiteSettings

@Suite struct SecretTests {
    private static let token = "hunter2-hunter2-hunter2"

    @Test func `a secret never shows its text`() {
        let secret = Secret(Self.token)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(OperatorAccount(name: "山田", token: secret), to: &dumped)
        let shown = [
            "\(secret)", String(reflecting: secret), dumped, "\(OperatorAccount(name: "山田", token: secret))",
            "\([secret])", String(describing: Optional(secret)),
        ]
        #expect(shown.filter { $0.contains("hunter") } == [])
        #expect(secret.revealed == Self.token)
    }

    @Test func `only the same text matches a secret and nothing matches a missing one`() {
        let secret = Secret("abc")
        #expect(secret.matches("abc"))
        #expect(["", "ab", "abcd", "abd", "abcabc", "ABC", "aabbcc"].filter(secret.matches) == [])
        #expect(["", "•••", "a"].filter(Secret.unresolved.matches) == [])
    }

    private func site(_ reference: String) -> MemorySite {
        var site = MemorySite(site: MemorySite.plainSite + "\noperators: [{name: 山田, token: \"\(reference)\"}]")
        site.files["token"] = Array("\(Self.token)\r\n".utf8)
        site.files["empty"] = Array("\n".utf8)
        site.files["binary"] = [0xFF]
        site.files["large"] = Array(repeating: 0x61, count: SecretStore.byteLimit + 1)
        return site
    }

    @Test func `a secret is read from a file without the end of its line, and a file open to all is a warning`() {
        var site = site("${file:token}")
        #expect(site.problems() == [])
        #expect(site.site()?.operators.first?.token.matches(Self.token) == true)
        site.readableByAll = ["token"]
        #expect(
            site.problems() == [
                "nightcall.yaml:3:31: warning: every user of this machine can read the file `token`; run `chmod o-r` on it"
            ])
    }

    @Test(arguments: [
        ("${file:none}", "the file `none` cannot be read; create it, readable by the server alone"),
        ("${file:empty}", "the file `empty` is empty; write the secret into it"),
        ("${file:binary}", "the file `binary` holds no secret; write the secret alone into it, as UTF-8"),
        ("${file:large}", "the file `large` holds no secret; write the secret alone into it, as UTF-8"),
        ("${env:NONE}", "the environment variable `NONE` is not set; set it"),
    ])
    func `a reference that leads to nothing is an error for a server and a warning for a check`(
        reference: String, message: String
    ) {
        #expect(site(reference).problems(.serve) == ["nightcall.yaml:3:31: error: \(message)"])
        #expect(
            site(reference).problems(.check) == ["nightcall.yaml:3:31: warning: \(message) before `nightcall serve`"])
    }

    @Test(arguments: [token, "${env:}", "${file:}", "${vault:token}", "${env:TOKEN", "$TOKEN", "a${env:TOKEN}"])
    func `a secret written out is refused and not repeated`(written: String) {
        let problems = site(written).problems(.check)
        #expect(
            problems == [
                "nightcall.yaml:3:31: error: `token` must not hold the secret itself; "
                    + "write \"${env:NAME}\" or \"${file:PATH}\" and keep the secret there"
            ])
    }

    @Test func `a syntax error beside a secret does not quote the line`() {
        let problems = MemorySite(site: "operators: [{name: x, token: \(Self.token)}").problems()
        #expect(problems.count == 1)
        #expect(problems.filter { $0.contains("hunter") } == [])
    }
}
