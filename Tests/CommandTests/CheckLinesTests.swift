import Foundation
import TestPeers
import Testing

/// `nightcall check --lines`: the other side of each line is asked whether it takes our credentials.
@Suite(.serialized) struct CheckLinesTests {
    private func check(_ folder: ScratchFolder, twilio: String = FakeTwilio.token, _ format: String = "text") throws
        -> (code: Int32, text: String)
    {
        let result = try NightCallProgram.run(
            "check", "--lines", "--site", folder.url.path, "--format", format,
            environment: TwilioSite.secrets.merging(["TWILIO_TOKEN": twilio, "SIP_PASSWORD": "s3cret"]) { $1 })
        return (result.code, result.output.joined(separator: "\n"))
    }

    @Test func `Twilio's account is asked; a token that it does not take is named, and nobody is called`() throws {
        let fake = try FakeTwilio(speed: 20)
        let folder = try ScratchFolder()
        try TwilioSite.write(folder, contracts: ["acme"], fake: fake)
        let right = try check(folder)
        #expect(right.code == 0)
        #expect(right.text.contains("line       twilio: accepted: account \(FakeTwilio.account)"), "\(right.text)")
        let wrong = try check(folder, twilio: "not-the-token", "json")
        #expect(wrong.code == 1)
        #expect(wrong.text.contains("refused: Twilio does not take the token"), "\(wrong.text)")
        #expect(!wrong.text.contains("not-the-token"))
    }

    @Test func `a registrar is asked over SIP; a wrong password and an empty port are told apart`()
        throws
    {
        let proxy = try Kamailio(trunk: 9)
        let folder = try ScratchFolder()
        let empty = try FreePort.find()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        func write(user: String) throws {
            try folder.write(
                "nightcall.yaml",
                """
                listen: 127.0.0.1:0
                data: var/
                operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
                operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
                lines:
                  - {id: pbx, driver: sip, proxy: "127.0.0.1:\(proxy.port)", domain: pbx.test, from: \(user), user: \(user),
                     password: "${env:SIP_PASSWORD}", register: 10m}
                  - {id: gone, driver: sip, proxy: "127.0.0.1:\(empty)", from: "1000", transport: tcp}
                """)
        }
        try write(user: "escalator")
        let right = try check(folder)
        #expect(right.text.contains("line       pbx: accepted: its trunk answers (status 200)"), "\(right.text)")
        #expect(right.text.contains("line       gone: refused: its trunk does not answer"), "\(right.text)")
        #expect(right.code == 1)
        try write(user: "bob")
        let wrong = try check(folder)
        #expect(
            wrong.text.contains("line       pbx: refused: its trunk refuses the credentials (status 401)"),
            "\(wrong.text)")
        #expect(wrong.code == 1)
    }
}
