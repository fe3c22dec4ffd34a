import CallTree
import NightEngine
import ServiceHours
import Synchronization
import Testing
import WebTransfer

@testable import Telephony

/// A key and the end of its call, which come over two connections, while the engine is slow.
@Suite struct TwilioKeyTests {
    /// Stands still. Whoever waits by it waits longer than the test, or hardly at all.
    private struct Clock: EngineClock {
        var wait: UInt64 = 60_000_000_000
        func now() -> Instant { Instant(microseconds: 1_795_266_000_000_000) }
        func uptime() -> Span { .zero }
        func realNanoseconds(for span: Span) -> UInt64 { wait }
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

    private static func line(_ clock: Clock, report: @escaping CallReporter) throws -> TwilioLine {
        let line = TwilioLine(
            id: LineID("twilio"),
            account: TwilioAccount(
                id: "AC0", token: "t", from: try #require(PhoneNumber(e164: "+815012345678")),
                api: "http://127.0.0.1:1", publicURL: "https://desk.example.jp", voice: "v", language: .japanese),
            dialling: { DiallingRule() }, engine: try TransferEngine(.lines), clock: clock, report: report,
            notice: { _, _ in nil }, trouble: { _ in })
        line.place(
            DialRequest(
                id: id, line: LineID("twilio"), contract: ContractID("acme"), contact: ContactID("sato"),
                phone: try #require(PhoneNumber(e164: "+819000000001")), round: 1, placedAt: clock.now()), resumed: true
        )
        return line
    }

    @Test func `while the engine hangs one moment is said, and the key travels with the next question`() async throws {
        let hangs = AsyncStream<Void>.makeStream()
        let line = try Self.line(Clock(wait: 1_000_000)) { _ in
            for await _ in hangs.stream { break }
            return .taken(.speech(.nothing))
        }
        let answer = await line.answer(callback("key", "Digits=1"))
        guard case .document(let bytes) = answer else {
            Issue.record("\(answer)")
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("少々お待ちください") && text.contains("keys=1"), "\(text)")
        hangs.continuation.finish()
    }

    @Test func `a key that came before the end of the call is told before it, however slow the engine is`() async throws
    {
        let told = Mutex<[Input]>([])
        let goesOn = AsyncStream<Void>.makeStream()
        @Sendable func answers() -> Int {
            told.withLock { $0.count { if case .callReported(_, .answered) = $0 { true } else { false } } }
        }
        let line = try Self.line(Clock()) { input in
            told.withLock { $0.append(input) }
            // The second report of the answer is the one that the key comes with.
            if case .callReported(_, .answered) = input, answers() == 2 { for await _ in goesOn.stream { break } }
            return .taken(.speech(.nothing))
        }

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
