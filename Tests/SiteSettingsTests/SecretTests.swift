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
        #expect(site.site()?.operators.first?.token.revealed == Self.token)
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
            site(reference).problems(.check) == [
                "nightcall.yaml:3:31: warning: \(message) before `nightcall serve`"
            ])
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

    /// What of the operator's secret reaches the server, and what is said of it.
    private func reading(_ secret: String, _ purpose: SiteReader.Purpose = .serve) -> (
        read: String?, problems: [String]
    ) {
        var site = site("${env:SECRET}")
        site.environment["SECRET"] = secret
        return (site.site(purpose)?.operators.first?.token.revealed, site.problems(purpose))
    }

    @Test func `a token is up to 512 visible signs of ASCII, and the end of its line is no part of it`() {
        let longest = String(repeating: "x", count: 512)
        for taken in ["!", "~", longest] {
            #expect(reading(taken).problems == [])
            #expect(reading(taken + "\n").read == taken)
        }
        let mend = "use a secret of 1 to 512 letters, digits and signs of ASCII, without spaces"
        for purpose in [SiteReader.Purpose.check, .serve, .reload] {
            #expect(
                reading(longest + "x", purpose).problems == [
                    "nightcall.yaml:3:31: error: the secret behind `token` is longer than 512 bytes; \(mend)"
                ])
            for refused in ["a b", "a\tb", "a\u{7F}", "秘密", "a\nb"] {
                #expect(
                    reading(refused, purpose).problems == [
                        "nightcall.yaml:3:31: error: the secret behind `token` holds what no header can carry; \(mend)"
                    ])
            }
        }
    }

    @Test func `the token of a source is held to the same`() {
        var site = MemorySite()
        site.environment["TOKEN"] = String(repeating: "x", count: 513)
        #expect(site.problems().map { $0.prefix(50) } == ["contracts/acme.yaml:4:49: error: the secret behind"])
    }

    @Test func `a server that runs already has to be started again to see a new variable`() {
        #expect(
            site("${env:NONE}").problems(.reload) == [
                "nightcall.yaml:3:31: error: the environment variable `NONE` was not set when the server started; "
                    + "set it and restart the server"
            ])
    }

    @Test(arguments: [
        ("${env:A}", SecretReference.environment("A")), ("${env:_a1}", .environment("_a1")),
        ("${file:/run/a b}", .file("/run/a b")), ("${file:a:b}", .file("a:b")), ("${env:A}${env:B}", nil),
        ("${file:a}${file:b}", nil), ("${env:1A}", nil), ("${env:A-B}", nil), ("${env: A}", nil), ("${env:Ａ}", nil),
    ])
    func `a reference is one variable's name or one path`(text: String, reference: SecretReference?) {
        #expect(SecretReference(text) == reference)
    }

    @Test func `a syntax error beside a secret does not quote the line`() {
        let problems = MemorySite(site: "operators: [{name: x, token: \(Self.token)}").problems()
        #expect(problems.count == 1)
        #expect(problems.filter { $0.contains("hunter") } == [])
    }
}
