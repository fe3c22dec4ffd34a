import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

/// Against Debian's dnsmasq with an own zone, asked by kdig.
@Suite(.timeLimit(.minutes(5))) struct DNSCheckTests {
    @Test func `a name server is judged by its code and its records`() async throws {
        let folder = try TestFolder()
        let port = try FreePort.find()
        let server = try await TestProcess([
            "/usr/sbin/dnsmasq", "--keep-in-foreground", "--log-facility=-", "--no-resolv", "--no-hosts",
            "--conf-file=/dev/null", "--pid-file=\(folder.path("pid"))", "--listen-address=127.0.0.1",
            "--bind-interfaces",
            "--port=\(port)", "--user=root", "--local=/example.jp/",
            "--host-record=www.example.jp,192.0.2.10,2001:db8::10",
            "--mx-host=example.jp,mail.example.jp,10", "--txt-record=example.jp,v=spf1 -all",
            "--txt-record=_dmarc.example.jp,v=DMARC1; p=none", "--cname=shop.example.jp,www.example.jp",
        ])
        try await server.wait(for: "started")

        func look(_ name: String, _ type: String = "A", _ expect: [String: StepValue] = [:]) async throws -> Observation
        {
            let check = try DNSCheck(
                ["name": .text(name), "type": .text(type), "server": .text("127.0.0.1"), "port": .integer(port)],
                expect: expect)
            return await check.look(try TestSurroundings().made())
        }
        let good = try await look("www.example.jp", "A", ["answers": .texts(["192.0.2.10"])])
        #expect(good.verdict == .normal && good.reading("code") == "NOERROR" && good.reading("answers") == "192.0.2.10")
        #expect(try await look("WWW.example.jp", "AAAA", ["answers": .texts(["2001:db8::10"])]).verdict == .normal)
        #expect(try await look("example.jp", "MX", ["answers": .texts(["10 MAIL.example.jp"])]).verdict == .normal)
        #expect(try await look("example.jp", "MX", ["answers": .texts(["mail.example.jp"])]).verdict == .normal)
        #expect(try await look("example.jp", "MX", ["answers": .texts(["20 mail.example.jp"])]).verdict == .abnormal)
        #expect(try await look("example.jp", "TXT", ["answers": .texts(["v=spf1 -all"])]).verdict == .normal)
        #expect(try await look("example.jp", "TXT", ["answers": .texts(["V=SPF1 -all"])]).verdict == .abnormal)
        let policy = ["answers": StepValue.texts(["v=DMARC1; p=none"])]
        #expect(try await look("_dmarc.example.jp", "TXT", policy).verdict == .normal)
        let address = ["answers": StepValue.texts(["2001:DB8:0::0010"])]
        #expect(try await look("www.example.jp", "AAAA", address).verdict == .normal)
        #expect(try await look("example.jp", "MX", ["answers": .texts(["example.jp"])]).verdict == .abnormal)
        #expect(try await look("shop.example.jp", "CNAME", ["answers": .texts(["www.example.jp."])]).verdict == .normal)
        #expect(try await look("www.example.jp", "A", ["answers": .texts(["192.0.2.11"])]).verdict == .abnormal)
        #expect(try await look("none.example.jp").verdict == .abnormal)
        #expect(try await look("none.example.jp", "A", ["code": .text("NXDOMAIN")]).verdict == .normal)
        #expect(try await look("www.example.jp", "MX").verdict == .abnormal)
    }

    @Test func `no name server there is abnormal`() async throws {
        let check = try DNSCheck([
            "name": .text("www.example.jp"), "server": .text("127.0.0.1"), "port": .integer(try FreePort.find()),
        ])
        #expect(await check.look(try TestSurroundings().made()).verdict == .abnormal)
    }

    @Test func `kdig that could not even ask knows nothing of the name server`() throws {
        let check = try DNSCheck(["name": .text("www.example.jp")])
        // What kdig 3.2.6 writes of a server that does not answer, and of one whose own name has no address.
        let silent =
            ";; WARNING: response timeout for 127.0.0.1@9(UDP)\n;; ERROR: failed to query server 127.0.0.1@9(UDP)"
        let strange = ";; ERROR: Name or service not known for nosuch.invalid@53\n;; WARNING: no servers to query"
        for (said, verdict) in [(silent, .abnormal), (strange, .unknown), ("", .unknown)] as [(String, Verdict)] {
            let run = ProgramRun(
                end: .exited(1), output: [], errors: Array(said.utf8), isCut: false, duration: .seconds(1))
            #expect(check.unanswered(run, "dns www.example.jp A", .seconds(10)).verdict == verdict)
        }
        let late = ProgramRun(end: .timedOut, output: [], errors: [], isCut: false, duration: .seconds(10))
        #expect(check.unanswered(late, "dns www.example.jp A", .seconds(10)).verdict == .unknown)
    }

    @Test(arguments: ["a..b", ".", "2001:db8::1", "a/b", String(repeating: "a", count: 64) + ".jp"])
    func `what is no name of the DNS is refused`(name: String) {
        #expect(throws: StepRefusal.self) { try DNSCheck(["name": .text(name)]) }
    }

    @Test func `a text is compared as its bytes, whatever parts and signs it is written in`() {
        let written = #""v=DKIM1; p=AbC" "d\"e\\f\227\129\130""#
        let record = DNSRecord("TXT", written)
        #expect(record.isMet(by: #"v=DKIM1; p=AbCd"e\f\#u{3042}"#) && record.isMet(by: written))
        #expect(!record.isMet(by: #"v=DKIM1; p=abcd"e\f\#u{3042}"#))
        #expect(!DNSRecord("TXT", #""a\"#).isMet(by: "b") && !DNSRecord("AAAA", "x").isMet(by: "y"))
    }

    @Test(arguments: ["+short", "-x", "@127.0.0.1", "a b", ""])
    func `a name that kdig would read as something else is refused`(
        name: String
    ) {
        #expect(throws: StepRefusal.self) { try DNSCheck(["name": .text(name)]) }
        #expect(throws: StepRefusal.self) { try DNSCheck(["name": .text("a.example"), "server": .text(name)]) }
    }

    @Test func `what is no answer of a name server is not read as one`() {
        #expect(DNSAnswer("") == nil)
        #expect(DNSAnswer("www.example.jp. 300 IN A 192.0.2.10") == nil)
        #expect(DNSAnswer(";; WARNING: status: NOERROR") == nil)
        #expect(DNSAnswer(";; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 1\nwww 300 IN")?.values(of: "A") == [])
    }
}
