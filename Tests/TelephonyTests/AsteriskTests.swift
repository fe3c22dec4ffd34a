import CallTree
import ServiceHours
import Testing

@testable import Telephony

/// What an Asterisk line makes of ids, events and causes.
struct AsteriskTests {
    private static let account = AsteriskAccount(
        address: "http://127.0.0.1:8088/", user: "nightcall", password: "secret", endpoint: "PJSIP/{number}@trunk",
        from: nil, numbers: .national, application: "nightcall", sounds: "/sounds", language: .japanese)
    private static let id = TryID(attempt: AttemptID(escalation: EscalationID(7), number: 2), number: 1)

    private static func request() throws -> DialRequest {
        DialRequest(
            id: id, line: LineID("pbx"), contract: ContractID("acme"), contact: ContactID("sato"),
            phone: try #require(PhoneNumber(e164: "+819012345678")), round: 1, placedAt: Instant(microseconds: 0))
    }

    @Test func `a channel is named after the try, and only our names are read`() throws {
        let account = Self.account
        #expect(account.channel(Self.id) == "nightcall-7.2.1")
        #expect(account.call("nightcall-7.2.1") == Self.id)
        for other in ["7.2.1", "nightcall-7.2", "nightcall-7.2.1.1", "nightcall-test-7.2.1", "", "1700000000.7"] {
            #expect(account.call(other) == nil, "\(other)")
        }
        #expect(try account.endpoint(for: Self.request().phone) == "PJSIP/09012345678@trunk")
        #expect(account.trunk == "PJSIP/trunk")
        #expect(!"\(account) \(String(reflecting: account))".contains("secret"))
    }

    @Test func `no number can say more than a number`() {
        for text in ["+8190\r\n", "+8190@x", "+8190&PJSIP/other", "8190", "+8190 1"] {
            #expect(PhoneNumber(e164: text) == nil, "\(text)")
        }
    }

    private static func channel(_ state: String) -> String {
        #"{"id":"nightcall-7.2.1","state":"\#(state)","name":"x"}"#
    }

    @Test(arguments: [
        (#"{"type":"Dial","dialstatus":"RINGING","peer":CHANNEL}"#, AsteriskNews.ringing),
        (#"{"type":"Dial","dialstatus":"PROGRESS","peer":CHANNEL}"#, .progress),
        (#"{"type":"Dial","dialstatus":"ANSWER","peer":CHANNEL}"#, .answered),
        (#"{"type":"ChannelStateChange","channel":CHANNEL}"#, .ringing),
        (#"{"type":"ChannelDtmfReceived","digit":"*","duration_ms":100,"channel":CHANNEL}"#, .key(.star)),
        (#"{"type":"ChannelDestroyed","cause":17,"cause_txt":"busy","channel":CHANNEL}"#, .ended(cause: 17, status: 0)),
        (
            #"{"type":"ChannelDestroyed","cause":17.5,"tech_cause":486,"channel":CHANNEL}"#,
            .ended(cause: 0, status: 486)
        ),
        (
            #"{"type":"PlaybackFinished","playback":{"id":"p-1","target_uri":"channel:nightcall-7.2.1"}}"#,
            .played("p-1")
        ),
    ]) func `the published events are read`(text: String, news: AsteriskNews) {
        let event = AsteriskEvent(Array(text.replacing("CHANNEL", with: Self.channel("Ringing")).utf8))
        #expect(event?.news?.channel == "nightcall-7.2.1")
        #expect(event?.news?.what == news)
    }

    @Test func `with create and dial StasisStart is no answer`() {
        let text = #"{"type":"StasisStart","args":[],"channel":CHANNEL}"#.replacing(
            "CHANNEL", with: Self.channel("Down"))
        #expect(AsteriskEvent(Array(text.utf8))?.type == "StasisStart")
        #expect(AsteriskEvent(Array(text.utf8))?.news == nil)
    }

    @Test func `no bytes make the reader fall, and none but an end are taken for one`() {
        let text = Array(
            #"{"type":"ChannelDestroyed","cause":16,"cause_txt":"","channel":\#(Self.channel("Up"))}"#.utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            switch AsteriskEvent(bytes)?.news?.what {
            case nil, .ended: break
            case let other: Issue.record("\(String(decoding: bytes, as: UTF8.self)) is \(String(describing: other))")
            }
        }
        #expect(AsteriskEvent(Array(repeating: UInt8(ascii: "["), count: 100_000)) == nil)
        #expect(AsteriskEvent([]) == nil)
    }

    @Test func `what we know of a call decides its end before the cause does`() throws {
        let request = try Self.request()
        func ending(_ cause: Int, _ status: Int = 0, rung: Bool = false, hungUp: Bool = false) -> CallEnding {
            var call = AsteriskCall(request, resumed: false)
            if rung { _ = call.hear(.ringing) }
            call.isHungUp = hungUp
            return call.ending(cause: cause, status: status)
        }
        #expect(ending(0, rung: true, hungUp: true) == .noAnswer)
        #expect(ending(16, rung: true, hungUp: true) == .noAnswer)
        #expect(ending(16, hungUp: true) == .lineFailure)
        #expect(ending(0) == .lineFailure)
        #expect(ending(34) == .lineFailure)
        #expect(ending(127, rung: true) == .lineFailure)
        #expect([18, 19, 20].allSatisfy { ending($0) == .noAnswer })
        #expect([1, 22, 28].allSatisfy { ending($0) == .unreachableNumber })
        #expect(ending(17) == .busy)
        #expect(ending(21) == .rejected)
        #expect(ending(17, 603, rung: true) == .rejected)
    }
}
