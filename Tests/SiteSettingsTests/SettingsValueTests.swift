import CallTree
import Documents
import DrillSimulator
import Foundation
import ServiceHours
import Testing

@testable import SiteSettings

@Suite struct SettingsValueTests {
    @Test func `a span is a whole number and its unit`() {
        #expect(Span(settings: "500ms") == .milliseconds(500))
        #expect(Span(settings: "20s") == .seconds(20))
        #expect(Span(settings: "5m") == .minutes(5))
        #expect(Span(settings: "24h") == .hours(24))
        let refused = ["", "20", "s", "20 s", "-1s", "1.5s", "1h30m", "20S", "1d", "9999999999s", "２0s", "20s "]
        #expect(refused.filter { Span(settings: $0) != nil } == [])
    }

    @Test func `a span is written as settings write it`() {
        let spans = [Span.zero, .milliseconds(500), .seconds(90), .minutes(5), .hours(24)]
        #expect(spans.map(\.settingsText) == ["0s", "500ms", "90s", "5m", "24h"])
        #expect(spans.filter { Span(settings: $0.settingsText) != $0 } == [])
    }

    /// What a settings file may write for a number and for a flag.
    @Test(arguments: [
        ("10", 10), ("1", 1), ("20", 20), ("010", nil), ("00", nil), ("-0", nil), ("+10", nil), ("1.0", nil),
        ("1e1", nil),
        ("0x10", nil), ("0o10", nil), ("1_0", nil), ("１０", nil), ("ten", nil), ("\"10\"", nil), ("'10'", nil),
        ("21", nil), ("0", nil),
    ])
    func `a number is plain decimal digits without quotes`(written: String, number: Int?) {
        #expect(policy("rings: \(written)")?.rings == number)
    }

    @Test(arguments: [
        ("true", true), ("false", false), ("yes", nil), ("no", nil), ("True", nil), ("on", nil), ("1", nil),
        ("\"true\"", nil), ("'false'", nil),
    ])
    func `a flag is true or false without quotes`(written: String, flag: Bool?) {
        #expect(policy("rerunWhenLineReturns: \(written)")?.rerunWhenLineReturns == flag)
    }

    @Test(arguments: [
        ("0.4", true), ("1", true), ("1000000", true), ("0", false), ("-1", false), ("1e3", false), ("0x1", false),
        ("nan", false), ("inf", false), ("\"0.4\"", false), ("1000001", false),
    ])
    func `a chance is a decimal number without quotes`(written: String, isTaken: Bool) {
        let line = "lines: [{id: sim, driver: simulated, otherwise: {busy: \(written)}}]"
        let alarm = "operator: {alarm: {url: \"https://a.example/\"}}\n"
        #expect((MemorySite(site: alarm + line).site() != nil) == isTaken)
    }

    /// Nil when the site is refused.
    private func policy(_ calls: String) -> CallPolicy? {
        let contract = MemorySite.plainContract + "\ncalls: {\(calls)}"
        return MemorySite(contract: contract).site()?.contracts.first?.contract.terms.calls
    }

    @Test func `a network has a prefix of at least one bit, or lets everybody in`() {
        let lengths = ["10.0.0.5", "10.0.0.0/8", "fd00::/8", "::1", "0.0.0.0/0", "::/0"].map(
            NetworkAddress.prefixLength)
        #expect(lengths == [32, 8, 8, 128, 0, 0])
        let refused = ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/-0", "fd00::/129", "proxy", "", "/8"]
        #expect(refused.compactMap(NetworkAddress.prefixLength) == [])
    }

    @Test func `an address to listen on is an address and a port`() {
        let taken = ["127.0.0.1:8024", "localhost:0", "[::1]:65535", "0.0.0.0:80", "[::]:80"]
        #expect(taken.map { ListenAddress($0)?.description } == taken)
        #expect(taken.map { ListenAddress($0)?.isLoopback } == [true, true, true, false, false])
        let refused = [
            "", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:+8", "256.0.0.1:8", "::1:80", "[::1:80",
            "127.example.jp:80",
        ]
        #expect(refused.filter { ListenAddress($0) != nil } == [])
    }

    @Test func `a word is mended to the nearest known one only when it is near`() {
        let known = ["rings", "rounds", "routes"]
        #expect(Suggestion.nearest(to: "ring", among: known) == "rings")
        #expect(Suggestion.nearest(to: "RONUDS", among: known) == "rounds")
        #expect(Suggestion.nearest(to: "weekends", among: known) == nil)
        #expect(Suggestion.nearest(to: String(repeating: "x", count: 100_000), among: known) == nil)
    }

    @Test func `the most exact entry of a simulated line answers and its last answer repeats`() throws {
        let phone = try #require(PhoneNumber(e164: "+819000000001"))
        let line = SimulatedLineSettings(
            answers: [
                (.contact(ContactID("sato")), [.always(.busy)]),
                (.contactOf(ContractID("acme"), ContactID("sato")), [.always(.noAnswer), .always(.acknowledge)]),
                (.number(phone), [.always(.voicemail)]),
            ], otherwise: [.always(.rejected)], times: SimulatedTimes())
        func answers(_ contract: String, _ contact: String, _ phone: PhoneNumber) -> [Scenario.Answer] {
            [0, 1, 2, 3].map {
                line.answer(call: $0, contract: ContractID(contract), contact: ContactID(contact), phone: phone)
            }
        }
        let other = try #require(PhoneNumber(e164: "+819000000002"))
        #expect(
            answers("acme", "sato", phone)
                == [.always(.noAnswer), .always(.noAnswer), .always(.acknowledge), .always(.acknowledge)])
        #expect(answers("other", "sato", phone) == Array(repeating: .always(.voicemail), count: 4))
        #expect(answers("other", "sato", other) == Array(repeating: .always(.busy), count: 4))
        #expect(answers("other", "ito", other) == Array(repeating: .always(.rejected), count: 4))
    }

    @Test func `every setting of a contract reaches its policy`() throws {
        let contract =
            MemorySite.plainContract + """

                calls:
                  {rings: 5, rounds: 2, proof: random-digit, onWindowClose: finish-round, onRecovery: continue,
                   outsideWindow: record-only, routes: [sim], numberPause: 1m, lineFailureLimit: 30s, holdOff: 0s,
                   quietLimit: 48h, gatherAfterAcknowledgement: 500ms, gatherAfterExhaustion: 1h, escalationsPerHour: 60,
                   callsPerNumberAndDay: 1000, staleAfter: 1m, rerunWhenLineReturns: false}
                """
        var wanted = CallPolicy()
        wanted.rings = 5
        wanted.rounds = 2
        wanted.proof = .randomDigit
        wanted.onWindowClose = .finishRound
        wanted.onRecovery = .continue
        wanted.outsideWindow = .recordOnly
        wanted.routes = [LineID("sim")]
        wanted.numberPause = .minutes(1)
        wanted.lineFailureLimit = .seconds(30)
        wanted.holdOff = .zero
        wanted.quietLimit = .hours(48)
        wanted.gatherAfterAcknowledgement = .milliseconds(500)
        wanted.gatherAfterExhaustion = .hours(1)
        wanted.escalationsPerHour = 60
        wanted.callsPerNumberAndDay = 1_000
        wanted.staleAfter = .minutes(1)
        wanted.rerunWhenLineReturns = false
        #expect(MemorySite(contract: contract).site()?.contracts.first?.contract.terms.calls == wanted)
    }

    @Test func `the defaults that the manual prints are the defaults of the policy`() throws {
        let policy = CallPolicy()
        func printed(_ name: String) -> String? { ContractKeys.calls[name]?.byDefault }
        #expect(printed("rings") == "\(policy.rings)")
        #expect(printed("rounds") == "\(policy.rounds)")
        #expect(printed("proof") == policy.proof.rawValue)
        #expect(printed("onWindowClose") == policy.onWindowClose.rawValue)
        #expect(printed("onRecovery") == policy.onRecovery.rawValue)
        #expect(printed("outsideWindow") == policy.outsideWindow.rawValue)
        #expect(printed("escalationsPerHour") == "\(policy.escalationsPerHour)")
        #expect(printed("callsPerNumberAndDay") == "\(policy.callsPerNumberAndDay)")
        #expect(printed("rerunWhenLineReturns") == "\(policy.rerunWhenLineReturns)")
        let spans: [(String, Span)] = [
            ("numberPause", policy.numberPause), ("lineFailureLimit", policy.lineFailureLimit),
            ("holdOff", policy.holdOff), ("quietLimit", policy.quietLimit),
            ("gatherAfterAcknowledgement", policy.gatherAfterAcknowledgement),
            ("gatherAfterExhaustion", policy.gatherAfterExhaustion), ("staleAfter", policy.staleAfter),
        ]
        #expect(spans.filter { printed($0.0).flatMap(Span.init(settings:)) != $0.1 }.map(\.0) == [])
        let times = SimulatedTimes()
        let delays: [(String, Span)] = [
            ("ringAfter", times.ringAfter), ("pickUpAfter", times.pickUpAfter),
            ("voicemailAfter", times.voicemailAfter), ("keyAfter", times.keyAfter), ("busyAfter", times.busyAfter),
        ]
        #expect(
            delays.filter { LineKeys.simulated[$0.0]?.byDefault.flatMap(Span.init(settings:)) != $0.1 }.map(\.0) == [])
    }

    @Test func `the demo site explains every key of the manual`() throws {
        var demo = ""
        for name in ["nightcall.yaml", "contracts/acme.yaml"] {
            demo += try String(contentsOf: Repository.fixture("Site/\(name)"), encoding: .utf8)
        }
        let names = SettingsManual.tables.flatMap(\.names)
        #expect(names.count > 60)
        #expect(
            Set(names).filter { !demo.contains("\($0):") && !demo.contains("`\($0)`") && !demo.contains(", \($0)") }
                == [])
    }
}
