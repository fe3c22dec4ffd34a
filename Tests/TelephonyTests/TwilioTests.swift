import CallTree
import Foundation
import ServiceHours
import Testing

@testable import NightEngine
@testable import Telephony

struct TwilioSignatureTests {
    /// The two callers of Twilio's example; computed from its published algorithm.
    @Test(arguments: [
        ("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="), ("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ])
    func `the published example has the published signature, and every change of it another`(
        _ caller: String, _ signature: String
    ) {
        let address = "https://mycompany.com/myapp.php?foo=1&bar=2"
        let fields = FormFields(
            "CallSid=CA1234567890ABCDE&Caller=%2B\(caller.dropFirst())&Digits=1234&From=%2B\(caller.dropFirst())&To=%2B18005551212"
        )
        #expect(TwilioSignature.isValid(signature, address: address, fields: fields, token: "12345"))
        #expect(!TwilioSignature.isValid(signature, address: address, fields: fields, token: "12346"))
        #expect(!TwilioSignature.isValid(signature, address: address + "&", fields: fields, token: "12345"))
        #expect(!TwilioSignature.isValid(signature, address: address, fields: FormFields("Digits=1"), token: "12345"))
        for other in [nil, "", "=", "0/KC", String(signature.reversed())] {
            #expect(!TwilioSignature.isValid(other, address: address, fields: fields, token: "12345"))
        }
    }
}

struct TwilioCallTests {
    private static let id = TryID(attempt: AttemptID(escalation: EscalationID(1), number: 1), number: 1)

    private static func call() throws -> TwilioCall {
        let phone = try #require(PhoneNumber(e164: "+819012345678"))
        return TwilioCall(
            DialRequest(
                id: id, line: LineID("twilio"), contract: ContractID("acme"), contact: ContactID("sato"), phone: phone,
                round: 1, placedAt: Instant(microseconds: 0)), at: .zero)
    }

    /// Every order of what Twilio tells of a call that was answered and ended, each told once or twice.
    @Test func `in whatever order the callbacks come, the engine hears one answer and one end`() throws {
        let heard: [TwilioStatus] = [.queued, .initiated, .ringing, .inProgress, .completed]
        var orders = 0
        func permute(_ rest: [TwilioStatus], _ done: [TwilioStatus]) throws {
            if rest.isEmpty {
                orders += 1
                var call = try Self.call()
                var reports: [CallReport] = []
                for status in done { reports += call.hear(status, at: .zero) + call.hear(status, at: .zero) }
                #expect(reports.count { $0 == .ended(.hungUp) } == 1, "\(done)")
                #expect(reports.count { $0 == .answered(by: .unknown) } == 1, "\(done)")
                #expect(reports.last == .ended(.hungUp), "\(done)")
                #expect(call.isOver)
            }
            for (place, status) in rest.enumerated() {
                var others = rest
                others.remove(at: place)
                try permute(others, done + [status])
            }
        }
        try permute(heard, [])
        #expect(orders == 120)
    }

    @Test(
        arguments: [
            (TwilioStatus.busy, nil, CallEnding.busy), (.busy, 603, .rejected), (.noAnswer, nil, .noAnswer),
            (.canceled, nil, .noAnswer), (.failed, nil, .lineFailure), (.failed, 404, .unreachableNumber),
            (.failed, 503, .lineFailure), (.failed, 484, .unreachableNumber), (.completed, nil, .hungUp),
        ] as [(TwilioStatus, Int?, CallEnding)])
    func `a status and a SIP code tell why the call is over`(_ status: TwilioStatus, _ sip: Int?, _ ending: CallEnding)
    {
        #expect(status.ending(sip: sip) == ending)
    }

    @Test(
        arguments: [
            (21211, CallEnding.unreachableNumber), (21217, .unreachableNumber), (13224, .unreachableNumber),
            (21214, .unreachableNumber), (20003, .lineFailure), (20429, .lineFailure), (21210, .lineFailure),
            (21215, .lineFailure), (22005, .lineFailure), (573_005, .lineFailure), (nil, .lineFailure),
        ] as [(Int?, CallEnding)])
    func `an error code of Twilio's is the number's fault or the line's`(_ code: Int?, _ ending: CallEnding) {
        #expect(TwilioRefusal(code: code).ending == ending)
    }

    @Test func `what a poll finds over is told at the second look, and at once when we have hung up`() throws {
        var call = try Self.call()
        var told = [call.find(.ringing, at: .zero), call.find(.busy, at: .zero)]
        told.append(call.hear(.busy, sip: 603, at: .zero))
        #expect(told == [[.ringing], [], [.ended(.rejected)]])
        var hungUp = try Self.call()
        hungUp.isHungUp = true
        told = [hungUp.find(.canceled, at: .zero)]
        #expect(told == [[.ended(.noAnswer)]])
    }

    @Test func `no try takes a call that another one holds`() {
        var claims = TwilioClaims()
        let other = TryID(attempt: Self.id.attempt, number: 2)
        let taken = [
            claims.claim("CA1", for: Self.id), claims.claim("CA1", for: Self.id), claims.claim("CA1", for: other),
        ]
        #expect(taken == [true, true, false])
        #expect(!claims.isFree("CA1", for: other))
        #expect(claims.isFree("CA2", for: other))
    }
}

struct TwilioTextTests {
    @Test(arguments: [
        ("Tue, 31 Aug 2010 20:36:28 +0000", "2010-09-01T05:36:28+09:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "1970-01-01T09:00:00+09:00"),
    ])
    func `dates are read as Twilio writes them`(_ text: String, _ japan: String) {
        #expect(TwilioDate.instant(text)?.rfc3339 == japan)
    }

    @Test(arguments: [
        "", "yesterday", "Tue, 31 Feb 2010 20:36:28 +0000", "Tue, 31 Aug 2010 25:00:00 +0000", "a b c d e f",
    ])
    func `what is no date is none`(_ text: String) {
        #expect(TwilioDate.instant(text) == nil)
    }

    @Test func `a day in UTC is asked for`() throws {
        let night = try #require(TwilioDate.instant("Wed, 25 Nov 2026 23:59:59 +0000"))
        #expect(TwilioDate.day(night) == "2026-11-25")
        #expect(TwilioDate.day(night + .seconds(1)) == "2026-11-26")
    }

    @Test func `forms are read to the letter, and never trap`() {
        #expect(FormFields("a=1&b=%E9%9B%BB%E8%A9%B1+x&c&=d&a=2")["b"] == "電話 x")
        #expect(FormFields("a=1&a=2")["a"] == "1")
        #expect(FormFields("a=%zz%4")["a"] == "%zz%4")
        #expect(FormFields("")["a"] == nil)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let fields = FormFields(String(decoding: bytes, as: UTF8.self))
            #expect(fields.all.count <= 200)
        }
    }

    @Test(arguments: ["", "1", "1.2", "1.2.3.4", "0.1.1", "1.1.x", "1..1", "-1.1.1", "1.1.99999999999999999999"])
    func `only three counts from 1 are the id of a try`(_ text: String) {
        #expect(TryID(text) == nil)
        #expect(TryID("12.3.4")?.description == "12.3.4")
    }

    @Test func `a document says, gathers one key and asks again, whatever stands in the text`() throws {
        let account = TwilioAccount(
            id: "AC0", token: "t", from: try #require(PhoneNumber(e164: "+815012345678")),
            publicURL: "https://desk.example.jp/nc/", voice: "Polly.Mizuki", language: .japanese)
        let id = TryID(attempt: AttemptID(escalation: EscalationID(7), number: 2), number: 1)
        let document = TwilioDocument(
            account: account, addresses: TwilioAddresses(publicURL: account.publicURL, line: LineID("twilio"), id: id))
        let announcement = Announcement(
            contract: ContractID("acme"), incidents: [], standing: .firing, proof: .key, digit: 0)
        let text = String(
            decoding: document.bytes(.message(announcement, repetition: 1), words: "<Hangup/>&\u{0}\"1\""),
            as: UTF8.self)
        #expect(
            text.contains(
                """
                <Response><Gather input="dtmf" numDigits="1" timeout="1" finishOnKey="" method="POST" \
                action="https://desk.example.jp/nc/lines/twilio/calls/7.2.1/key"><Say language="ja-JP" \
                voice="Polly.Mizuki">&lt;Hangup/&gt;&amp;\u{FFFD}&quot;1&quot;</Say></Gather><Redirect method="POST">\
                https://desk.example.jp/nc/lines/twilio/calls/7.2.1/said?message=1</Redirect></Response>
                """), "\(text)")
        #expect(String(decoding: document.hangUp, as: UTF8.self).contains("<Response><Hangup/></Response>"))
    }

    @Test func `an account shows its secret nowhere`() throws {
        let account = TwilioAccount(
            id: "AC0", token: "the-token", from: try #require(PhoneNumber(e164: "+815012345678")),
            publicURL: "https://desk.example.jp", voice: "v", language: .english)
        var dumped = ""
        dump(account, to: &dumped)
        #expect(!("\(account)" + dumped + String(reflecting: account)).contains("the-token"))
    }
}
