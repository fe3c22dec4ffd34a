import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

/// Ports and certificates, against a real nginx and a real sshd.
@Suite(.timeLimit(.minutes(5))) struct ConnectionCheckTests {
    @Test func `an open port is normal, a closed one abnormal, and what is said first counts`() async throws {
        let server = try await SSHServer()
        func look(_ port: Int, _ expect: [String: StepValue] = [:]) async throws -> Observation {
            let check = try TCPCheck(["host": .text("127.0.0.1"), "port": .integer(port)], expect: expect)
            return await check.look(try TestSurroundings().made())
        }
        let open = try await look(server.port)
        #expect(open.verdict == .normal && open.reading("milliseconds") != nil)
        #expect(try await look(server.port, ["banner": .text("SSH-2.0")]).verdict == .normal)
        var short = TestSurroundings()
        short.timeout = .milliseconds(500)
        let silent = try TCPCheck(
            ["host": .text("127.0.0.1"), "port": .integer(server.port)], expect: ["banner": .text("ESMTP")])
        #expect(await silent.look(try short.made()).verdict == .abnormal)
        let closed = try await look(try FreePort.find())
        #expect(closed.verdict == .abnormal && closed.mayPass)
    }

    @Test func `a certificate is judged by its chain, its name and the days it has left`() async throws {
        let folder = try TestFolder()
        let certificates = try await TestCertificates(folder)
        try await certificates.make("good", days: 90)
        try await certificates.make("soon", days: 20)
        try await certificates.make("late", days: 5)
        try await certificates.make("other", for: "www.example.jp", days: 90)
        try await certificates.make("ended", days: -1)
        try await certificates.make("between", for: "Between.example.jp", days: -1, isAuthority: true)
        try await certificates.make("vouched", days: 90, by: "between")
        let server = try await WebServer(folder, certificates: ["good", "soon", "late", "other", "ended", "vouched"])

        func look(_ name: String, trusting: Bool = true) async throws -> Observation {
            let port = try #require(server.tlsPorts[name])
            var with: [String: StepValue] = ["host": .text("127.0.0.1"), "port": .integer(port)]
            if trusting { with["authority"] = .text(certificates.authority) }
            return await (try TLSCheck(with)).look(try TestSurroundings().made())
        }
        let good = try await look("good")
        #expect(good.verdict == .normal && ["89", "90"].contains(good.reading("daysLeft")))
        #expect(good.reading("issuer")?.contains("Test authority") == true)
        #expect(try await look("soon").verdict == .warning)
        #expect(try await look("late").verdict == .abnormal)
        let other = try await look("other")
        #expect(other.verdict == .abnormal && other.sentence.english.contains("not for 127.0.0.1"), "\(other)")
        let ended = try await look("ended")
        #expect(ended.verdict == .abnormal && ended.sentence.english.contains("ended at"), "\(ended.sentence.english)")
        let vouched = try await look("vouched")
        #expect(vouched.verdict == .abnormal && vouched.sentence.japanese.contains("Between"), "\(vouched.sentence)")
        #expect(vouched.reading("daysLeft").flatMap { Int($0) } ?? 0 > 80)
        let stranger = try await look("good", trusting: false)
        #expect(stranger.verdict == .abnormal && stranger.sentence.english.contains("authority"))
        let nobody = try TLSCheck(["host": .text("127.0.0.1"), "port": .integer(try FreePort.find())])
        #expect(await nobody.look(try TestSurroundings().made()).verdict == .abnormal)
    }

    @Test(
        arguments: [
            ("Nov  6 08:49:37 2026 GMT", "2026-11-06T17:49:37+09:00"),
            ("Jan 31 00:00:00 2050 GMT", "2050-01-31T09:00:00+09:00"),
            ("Feb 30 00:00:00 2026 GMT", nil), ("6 Nov 2026", nil), ("", nil), ("Nov 6 08:49:37 2026 JST", nil),
        ] as [(String, String?)])
    func `the time of a certificate is read as OpenSSL prints it`(text: String, wanted: String?) {
        #expect(CertificateTime.instant(text)?.rfc3339 == wanted)
    }
}
