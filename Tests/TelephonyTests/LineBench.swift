import CallTree
import NightEngine
import ServiceHours
import Synchronization
@testable import Telephony

/// A simulated line between a clock of the test and a made-up engine that writes down what it is told.
final class LineBench: Sendable {
    /// Stands still until the test moves it on.
    final class Clock: EngineClock {
        private let passed = Mutex(Span.zero)
        static let start = Instant(microseconds: 1_795_266_000_000_000)

        func now() -> Instant { Self.start + uptime() }
        func uptime() -> Span { passed.withLock { $0 } }
        /// The line looks again every millisecond, while the clock decides what is due.
        func realNanoseconds(for span: Span) -> UInt64 { 1_000_000 }
        func draw() -> UInt64 { 1 }
        func pass(_ span: Span) { passed.withLock { $0 = $0 + span } }
    }

    struct Told: Hashable, Sendable {
        let input: String
        /// Since the start of the clock.
        let at: Span
    }

    let clock = Clock()
    let line: SimulatedLine
    let telephones: SimulatedTelephones
    private let record: Record

    /// The engine's side: what the call shall say after each report.
    final class Record: Sendable {
        let told = Mutex<[Told]>([])
        let speech: @Sendable (Input, [Told]) -> Speech

        init(_ speech: @escaping @Sendable (Input, [Told]) -> Speech) {
            self.speech = speech
        }
    }

    init(_ reaction: CalleeReaction, speech: @escaping @Sendable (Input, [Told]) -> Speech = { _, _ in .nothing }) {
        let record = Record(speech)
        let clock = clock
        self.record = record
        line = SimulatedLine(behaviour: .init(times: CalleeTimes()) { _ in reaction }, clock: clock) { input in
            let all = record.told.withLock { told in
                told.append(Told(input: Self.words(input), at: clock.uptime()))
                return told
            }
            return .taken(.speech(record.speech(input, all)))
        }
        telephones = SimulatedTelephones(lines: [line])
    }

    var told: [Told] { record.told.withLock { $0 } }

    /// What was told, with the seconds at which it was.
    var transcript: [String] { told.map { "\($0.at.seconds) \($0.input)" } }

    static let id = TryID(attempt: AttemptID(escalation: EscalationID(1), number: 1), number: 1)
    static let owner = TelephoneOwner(contract: ContractID("acme"), contact: ContactID("sato"))

    func place(resumed: Bool = false, placedAt: Instant = Clock.start) throws {
        guard let phone = PhoneNumber(e164: "+819000000001") else { throw Missing() }
        line.place(
            DialRequest(
                id: Self.id, line: LineID("sim"), contract: Self.owner.contract, contact: Self.owner.contact,
                phone: phone, round: 1, placedAt: placedAt),
            resumed: resumed)
    }

    /// Lets so many seconds pass, one by one, each until the line has nothing more to say in it.
    func pass(seconds: Int) async throws {
        for _ in 0..<seconds {
            clock.pass(.seconds(1))
            try await settle()
        }
    }

    /// Waits until everything that is due has been told.
    func settle() async throws {
        while line.isBusy { await Task.yield() }
    }

    struct Missing: Error {}

    private static func words(_ input: Input) -> String {
        switch input {
        case .callReported(_, let report): "\(report)"
        case .keyPressed(_, let key): "key \(key.text)"
        case .alertsReceived, .operatorAsked, .lineReported, .mailDelivered, .woke, .clockStepped, .clockJudged,
            .readinessChecked, .troubleFound,
            .troubleOver:
            "odd"
        }
    }
}
