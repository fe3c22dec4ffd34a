import CallTree
import NightEngine
import ServiceHours
import Synchronization
import Testing
import WebTransfer

@testable import Telephony

/// A key and the end of its call, which come over two connections, while the engine is slow.
@Suite struct TwilioKeyTests {
    /// Stands still; whoever waits by it waits longer than the test.
    private struct Clock: EngineClock {
        func now() -> Instant { Instant(microseconds: 1_795_266_000_000_000) }
        func uptime() -> Span { .zero }
        func realNanoseconds(for span: Span) -> UInt64 { 60_000_000_000 }
        func draw() -> UInt64 { 1 }
    }

    private static let id = TryID(attempt: AttemptID(escalation: EscalationID(1), number: 1), number: 1)

    private func callback(_ subject: String, _ fields: String) -> LineCallback {
        let target = LineCallback.path(LineID("twilio"), Self.id, subject)
        let fields = FormFields("CallSid=CA1&AccountSid=AC0&" + fields)
        let signature = TwilioSignature.make(address: "https://desk.example.jp" + target, fields: fields, token: "t")
        return LineCallback(
            target: target, id: Self.id, subject: subject, query: FormFields(""), fields: fields, signature: signature)
    }

    @Test func `a key that came before the end of the call is told before it, however slow the engine is`() async throws
    {
        let told = Mutex<[Input]>([])
        let goesOn = AsyncStream<Void>.makeStream()
        @Sendable func answers() -> Int {
            told.withLock { $0.count { if case .callReported(_, .answered) = $0 { true } else { false } } }
        }
        let phone = try #require(PhoneNumber(e164: "+819000000001"))
        let line = TwilioLine(
            id: LineID("twilio"),
            account: TwilioAccount(
                id: "AC0", token: "t", from: try #require(PhoneNumber(e164: "+815012345678")),
                api: "http://127.0.0.1:1", publicURL: "https://desk.example.jp", voice: "v", language: .japanese),
            dialling: { DiallingRule() }, engine: try TransferEngine(.lines), clock: Clock(),
            report: { input in
                told.withLock { $0.append(input) }
                // The second report of the answer is the one that the key comes with.
                if case .callReported(_, .answered) = input, answers() == 2 { for await _ in goesOn.stream { break } }
                return .taken(.speech(.nothing))
            }, notice: { _, _ in nil }, trouble: { _ in })
        line.place(
            DialRequest(
                id: Self.id, line: LineID("twilio"), contract: ContractID("acme"), contact: ContactID("sato"),
                phone: phone, round: 1, placedAt: Clock().now()), resumed: true)

        async let spoken = line.answer(callback("key", "Digits=1"))
        while answers() < 2 { await Task.yield() }
        async let taken = line.answer(callback("status", "CallStatus=completed"))
        while line.call(Self.id)?.isOver != true { await Task.yield() }
        goesOn.continuation.finish()
        _ = await (spoken, taken)

        let order = told.withLock { $0 }.compactMap { input -> String? in
            switch input {
            case .keyPressed(_, let key): "key \(key.text)"
            case .callReported(_, .ended): "ended"
            default: nil
            }
        }
        #expect(order == ["key 1", "ended"])
    }
}
