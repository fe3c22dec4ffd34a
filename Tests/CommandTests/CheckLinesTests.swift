import CallTree
import Foundation
import TestPeers
import Testing

/// `nightcall check --lines` against a provider and a PBX that take a line's credentials, or do not.
@Suite(.serialized) struct CheckLinesTests {
    private static func check(
        _ folder: ScratchFolder, _ more: [String] = [], secrets: [String: String] = TwilioSite.secrets
    ) async throws -> NightCallProgram.Result {
        let program = try RunningProgram(
            NightCallProgram.path, ["check", "--site", folder.url.path, "--lines"] + more,
            environment: secrets)
        let code = await OffPool.run { program.wait() }
        return NightCallProgram.Result(code: code, output: program.output.all(), errors: program.errors.all())
    }

    private static func line(_ result: NightCallProgram.Result, _ id: String) -> String? {
        result.output.first { $0.hasPrefix("line       \(id)  ") }
    }

    // MARK: Twilio

    private static func twilioSite(_ fake: FakeTwilio) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try TwilioSite.write(folder, contracts: ["acme"], fake: fake)
        return folder
    }

    @Test func `the right token of an account that owns the number is accepted, and nobody is rung`() async throws {
        let fake = try FakeTwilio(speed: 1)
        let result = try await Self.check(try Self.twilioSite(fake))
        #expect(result.code == 0, "\(result.errors)")
        let line = try #require(Self.line(result, "twilio"), "\(result.text)")
        #expect(line.contains("accepted: account \(FakeTwilio.account) is active and may call from +815012345678"))
        #expect(try await fake.truth().calls.isEmpty)
    }

    @Test func `a wrong token is refused in the words of Twilio, and is never printed`() async throws {
        let fake = try FakeTwilio(speed: 1)
        let wrong = "0000000000000000000000000000bad1"
        let secrets = TwilioSite.secrets.merging(["TWILIO_TOKEN": wrong]) { $1 }
        let result = try await Self.check(try Self.twilioSite(fake), secrets: secrets)
        #expect(result.code == 1)
        let line = try #require(Self.line(result, "twilio"), "\(result.text)")
        #expect(line.contains("refused: Twilio does not take the token"))
        #expect(line.contains("status 401, error 20003"))
        #expect(!(result.output + result.errors).contains { $0.contains(wrong) })
    }

    @Test func `a suspended account is refused`() async throws {
        let fake = try FakeTwilio(speed: 1)
        try await fake.tell("settings", #"{"account_status": "suspended"}"#)
        let result = try await Self.check(try Self.twilioSite(fake))
        #expect(result.code == 1)
        #expect(Self.line(result, "twilio")?.contains("is suspended") == true, "\(result.text)")
    }

    @Test(arguments: [(false, Int32(1), "refused: "), (true, 0, "accepted: ")])
    func `a number of somebody else's is refused unless it was verified`(
        isVerified: Bool, code: Int32, word: String
    ) async throws {
        let fake = try FakeTwilio(speed: 1)
        let verified = isVerified ? #"["+815012345678"]"# : "[]"
        try await fake.tell("settings", #"{"from_numbers": ["+815099999999"], "verified_numbers": \#(verified)}"#)
        let result = try await Self.check(try Self.twilioSite(fake))
        #expect(result.code == code)
        let line = try #require(Self.line(result, "twilio"), "\(result.text)")
        #expect(line.contains(word) && line.contains("+815012345678"))
    }

    @Test func `JSON tells each line's credentials and why, and without --lines nothing is asked`() async throws {
        let fake = try FakeTwilio(speed: 1)
        try await fake.tell("settings", #"{"account_status": "closed"}"#)
        let folder = try Self.twilioSite(fake)
        let result = try await Self.check(folder, ["--format", "json"])
        #expect(result.code == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(result.text.utf8))
        #expect(report.site.lines.map(\.credentials) == ["refused"])
        #expect(report.site.lines.first?.why?.contains("is closed") == true)
        let plain = try RunningProgram(
            NightCallProgram.path, ["check", "--site", folder.url.path, "--format", "json"],
            environment: TwilioSite.secrets)
        #expect(await OffPool.run { plain.wait() } == 0)
        let untried = try JSONDecoder().decode(Report.self, from: Data(plain.output.all().joined().utf8))
        #expect(untried.site.lines.map(\.credentials) == [nil])
    }

    private struct Report: Decodable {
        let site: Site

        struct Site: Decodable {
            let lines: [Line]
        }

        struct Line: Decodable {
            let credentials: String?
            let why: String?
        }
    }

    @Test func `a secret that is not there is an error`() async throws {
        let fake = try FakeTwilio(speed: 1)
        let result = try await Self.check(try Self.twilioSite(fake), secrets: RunningServer.secrets)
        #expect(result.code == 1)
        #expect(result.text.contains("TWILIO_TOKEN"))
        #expect(Self.line(result, "twilio") == nil)
    }

    // MARK: SIP, and several lines at once

    private static func site(_ lines: [String]) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        try folder.write(
            "nightcall.yaml",
            """
            listen: 127.0.0.1:0
            publicURL: \(TwilioSite.publicURL)/
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines:
            \(lines.map { "  - {\($0)}" }.joined(separator: "\n"))
            """)
        return folder
    }

    private static func pbx(_ id: String, _ port: Int, _ more: String) -> String {
        #"id: \#(id), driver: sip, proxy: "127.0.0.1:\#(port)", domain: pbx.test, from: escalator, \#(more)"#
    }

    @Test func `lines are tried side by side: each is told for itself`() async throws {
        let phone = try SoftPhone(#"{"default": [{"ring": 0.5}]}"#)
        let proxy = try Kamailio(trunk: phone.port)
        let login = #"user: escalator, password: "${env:PBX}""#
        let folder = try Self.site([
            Self.pbx("right", proxy.port, login + ", register: 600s"),
            Self.pbx("wrong", proxy.port, #"user: escalator, password: "${env:WRONG}", register: 600s"#),
            Self.pbx("asks", proxy.port, login),
            Self.pbx("gone", try FreePort.find(), "transport: tcp"),
            "id: sim, driver: simulated",
            #"id: twilio, driver: twilio, account: \#(FakeTwilio.account), token: "${env:TWILIO_TOKEN}", "#
                + #"from: "+815012345678", api: "http://127.0.0.1:\#(try FreePort.find())""#,
        ])
        let secrets = TwilioSite.secrets.merging(["PBX": "s3cret", "WRONG": "not-the-password"]) { $1 }
        let result = try await Self.check(folder, secrets: secrets)
        #expect(result.code == 1)
        #expect(Self.line(result, "right")?.contains("accepted: registered at") == true, "\(result.text)")
        #expect(Self.line(result, "wrong")?.contains("refuses the credentials") == true)
        #expect(Self.line(result, "asks")?.contains("shows at the first call") == true)
        #expect(Self.line(result, "gone")?.contains("refused: ") == true)
        #expect(Self.line(result, "sim")?.contains("accepted: the line is simulated") == true)
        #expect(Self.line(result, "twilio")?.contains("refused: Twilio cannot be asked") == true)
        #expect(!(result.output + result.errors).contains { $0.contains("not-the-password") })
        #expect(!phone.told.contains { $0.event == "called" })
        #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/var/sip.socket"))
    }

    @Test func `a running server of the site goes on calling while its line is tried`() async throws {
        let night = try SIPNight([#"{"ring": 2, "keys": "1", "after": 2}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        #expect(await night.phone.first(where: { $0.event == "called" }, within: 30) != nil)
        // Not before: a helper that starts leaves its parent, which has the same name for a moment.
        let helper = try #require(night.helper)
        let result = try await Self.check(night.server.folder, secrets: RunningServer.secrets)
        #expect(result.code == 0, "\(result.text) \(result.errors)")
        #expect(Self.line(result, "pbx")?.contains("accepted: ") == true)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        #expect(night.helper == helper)
        #expect(night.phone.told.filter { $0.event == "called" }.count == 1)
    }
}
