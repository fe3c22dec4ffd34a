import SIPMessages
import Testing

/// What the server and its helper tell each other: read back as it was written, and nothing else read at all.
@Suite struct SIPMessageTests {
    private static let trunk: SIPTrunk = {
        var trunk = SIPTrunk(
            line: "pbx", transport: .tls, host: "::1", port: 5_061, domain: "pbx.test", from: "100")
        trunk.local = "192.0.2.9"
        trunk.localPort = 5_070
        trunk.identity = "+815012345678"
        trunk.user = "u"
        trunk.password = "p\"\\\n\u{1F512}"
        trunk.registerSeconds = 600
        trunk.optionsSeconds = 30
        trunk.isALawFirst = true
        trunk.certificate = "/etc/x.pem"
        return trunk
    }()

    private static let farewell = SIPFarewell(
        line: "pbx", call: "1.2.3",
        steps: ["CANCEL", "BYE"].map { .init(message: "\($0) sip:x SIP/2.0\r\n\r\n", address: "[::1]:5060") })

    private static let commands: [SIPCommand] = [
        .trunks([]),
        .trunks([trunk, SIPTrunk(line: "b", transport: .udp, host: "h", port: 1, domain: "d", from: "f")]),
        .dial(
            SIPDial(
                call: "1.2.3", line: "pbx", number: "+819012345678", ringSeconds: 29, expiresSeconds: 57,
                oneMoment: "/a b.wav")),
        .dial(SIPDial(call: "1.2.3", line: "pbx", number: "1", ringSeconds: 1, expiresSeconds: 2, oneMoment: nil)),
        .say(call: "1.2.3", number: 1_795_808_318_784_656, files: ["/一.wav", "/2.wav"]), .hangUp(call: "1.2.3"),
        .forget(call: "1.2.3"), .taken(report: 7), .list, .calls, .end,
    ]

    private static let news: [SIPNews] =
        [
            SIPReport.ringing, .answered, .key("*"), .said(9), .machine,
            .ended(SIPEnd(status: 486, cause: 17, error: 0, why: "busy", isHungUp: false, wasAnswered: true)),
            .ended(SIPEnd(error: 110, why: "Connection timed out", isHungUp: true)),
        ].map { .report(number: 3, line: "pbx", call: "1.2.3", $0) } + [
            .silenced(line: "pbx", call: "1.2.3"),
            .calls(
                SIPKnownCalls(
                    calls: [SIPKnownCall(call: "1.2.3", hasRung: true, isAnswered: false)], since: 1, process: 2)),
            .trunk(line: "pbx", SIPTrunkState(status: 0, error: 111, why: "Connection refused")),
        ]

    @Test func `everything is read back as it was written, one line each`() {
        for command in Self.commands {
            #expect(command.line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            #expect(SIPCommand(line: command.line.dropLast()) == command)
        }
        for news in Self.news {
            #expect(news.line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            #expect(SIPNews(line: news.line.dropLast()) == news)
        }
    }

    @Test func `a farewell is read back as it was left, and not when it is cut anywhere`() {
        let bytes = Self.farewell.bytes
        #expect(SIPFarewell(bytes: bytes) == Self.farewell)
        #expect(Self.farewell.steps.map(\.isCancel) == [true, false])
        for length in 0..<(bytes.count - 1) { #expect(SIPFarewell(bytes: Array(bytes.prefix(length))) == nil) }
        #expect(SIPFarewell(bytes: Array(#"{"line":"pbx","call":"1","steps":[{"message":""}]}"#.utf8)) == nil)
    }

    @Test func `a line cut anywhere is nothing, and none of any bytes ends the process`() {
        for line in Self.commands.map(\.line) + Self.news.map(\.line) {
            for length in 0..<(line.count - 1) {
                #expect(SIPCommand(line: Array(line.prefix(length))) == nil)
                #expect(SIPNews(line: Array(line.prefix(length))) == nil)
            }
        }
        let odd = [
            #"{"do":"taken","report":-1}"#, #"{"do":"taken","report":1e9}"#,
            #"{"do":"say","call":"1","number":2,"files":[3]}"#,
            #"{"do":"trunks","trunks":[{}]}"#, #"{"do":["list"]}"#, "[]", "null",
            #"{"is":"calls","calls":[],"since":null}"#,
            #"{"do":"taken","report":99999999999999999999}"#, String(repeating: "[", count: 100_000),
        ]
        for text in odd {
            #expect(SIPCommand(line: Array(text.utf8)) == nil)
            #expect(SIPNews(line: Array(text.utf8)) == nil)
        }
    }

    @Test func `lines are cut out of whatever pieces they come in, and an endless one is refused`() {
        for size in 1...7 {
            var cutter = LineCutter()
            var found: [[UInt8]] = []
            let bytes = Array("ab\n\ncde\nf".utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                found += cutter.take(bytes[start..<min(start + size, bytes.count)]) ?? []
            }
            #expect(found == [Array("ab".utf8), [], Array("cde".utf8)])
        }
        var cutter = LineCutter()
        #expect(cutter.take([UInt8](repeating: 0x61, count: LineCutter.limit + 1)) == nil)
    }
}
