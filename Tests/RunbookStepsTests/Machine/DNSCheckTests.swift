import RunbookModel
import ServiceHours
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
            "--cname=shop.example.jp,www.example.jp",
        ])
        try await server.wait(for: "started")

        func look(_ name: String, _ type: String = "A", _ expect: [String: StepValue] = [:]) async throws -> Observation
        {
            let check = try DNSCheck(
                ["name": .text(name), "type": .text(type), "server": .text("127.0.0.1"), "port": .integer(port)],
                expect: expect)
            var surroundings = TestSurroundings()
            surroundings.timeout = .seconds(10)
            return await check.look(try surroundings.made())
        }
        let good = try await look("www.example.jp", "A", ["answers": .texts(["192.0.2.10"])])
        #expect(good.verdict == .normal && good.reading("code") == "NOERROR" && good.reading("answers") == "192.0.2.10")
        #expect(try await look("WWW.example.jp", "AAAA", ["answers": .texts(["2001:db8::10"])]).verdict == .normal)
        #expect(try await look("example.jp", "MX", ["answers": .texts(["10 MAIL.example.jp"])]).verdict == .normal)
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
        var surroundings = TestSurroundings()
        surroundings.timeout = .seconds(5)
        #expect(await check.look(try surroundings.made()).verdict == .abnormal)
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
        #expect(DNSAnswer(";; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 1\nwww 300 IN")?.values(of: "A") == [])
    }
}
