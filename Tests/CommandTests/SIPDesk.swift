import CallTree
import Foundation
import NightEngine
import SIPMessages
import ServiceHours
import Synchronization
import WebTransfer

@testable import Telephony

/// A SIP line with its real helper, and an engine that says what it is told to say and writes down what it hears.
final class SIPDesk: Sendable {
    static let line = LineID("pbx")
    let driver: SIPLine
    let link: SIPLink
    let folder: ScratchFolderPath
    private let heard = HeardInputs()

    /// - Parameters:
    ///   - port: where the telephone is.
    ///   - answer: what the engine answers to each input.
    init(
        port: Int, in folder: ScratchFolderPath? = nil, trunk change: (inout SIPTrunk) -> Void = { _ in },
        transport: SIPTrunk.Transport = .udp, answer: @escaping @Sendable (Input) -> Speech = { _ in .nothing }
    ) async throws {
        self.folder = try folder ?? ScratchFolderPath()
        var trunk = SIPTrunk(
            line: Self.line.text, transport: transport, host: "127.0.0.1", port: port, domain: "127.0.0.1",
            from: "+815012345678")
        change(&trunk)
        let heard = heard
        link = SIPLink(
            socket: self.folder.path + "/sip.socket", program: NightCallProgram.helperPath,
            trouble: { heard.note($0) })
        let voice = VoiceDesk(
            folder: self.folder.path + "/voice", shipped: NightCallProgram.shippedSpeech, settings: VoiceSettings(),
            transfers: try TransferEngine(), trouble: { heard.note($0) })
        driver = SIPLine(
            id: Self.line, account: SIPAccount(trunk: trunk, numbers: .international, language: .japanese), link: link,
            voice: voice, dialling: { DiallingRule() }, clock: PlainClock(),
            report: { input in
                heard.add(input)
                return .taken(.speech(answer(input)))
            },
            notice: { _, _ in nil }, upcoming: { _ in nil }, trouble: { heard.note($0) })
        link.begin([driver])
        await link.waitUntilReady(Self.line, seconds: 10)
    }

    /// Has the message made before anybody is called: on a busy machine it is late for who picks up at once, who hears what
    /// is shipped then.
    func prepare() async { await driver.voice.prepare(await driver.words.message(Self.announcement), .japanese) }

    static let announcement = Announcement(
        contract: ContractID("acme"), incidents: [IncidentID(1)], standing: .firing, proof: .key, digit: 0)

    /// Answers as the board does: the message, and after key 1 or 2 a goodbye.
    static func answer(_ input: Input) -> Speech {
        switch input {
        case .callReported(_, .answered): .message(announcement, repetition: 1)
        case .callReported(_, .promptEnded): .message(announcement, repetition: 2)
        case .keyPressed(_, .digit(1)): .goodbye(.acknowledged)
        case .keyPressed(_, .digit(2)): .goodbye(.passed)
        case .keyPressed: .message(announcement, repetition: 2)
        default: .nothing
        }
    }

    static func request(_ number: Int, phone: String = "+819012345678") -> DialRequest {
        DialRequest(
            id: TryID(attempt: AttemptID(escalation: EscalationID(1), number: number), number: 1), line: line,
            contract: ContractID("acme"), contact: ContactID("sato"),
            phone: PhoneNumber(e164: phone) ?? SIPDesk.request(1).phone, round: 1, placedAt: PlainClock().now())
    }

    /// The reports of a call, when it is over.
    func ended(_ id: TryID, withinSeconds seconds: Double = 60) async -> [String] {
        await wait(seconds) { $0.contains { $0.hasPrefix("\(id) ended") } }
        return words.filter { $0.hasPrefix("\(id) ") }.map { String($0.dropFirst("\(id) ".count)) }
    }

    /// Waits until this was heard.
    @discardableResult
    func hears(_ word: String, withinSeconds seconds: Double = 60) async -> Bool {
        await wait(seconds) { $0.contains(word) }
    }

    @discardableResult
    private func wait(_ seconds: Double, _ isThere: @escaping @Sendable ([String]) -> Bool) async -> Bool {
        await OffPool.run { [heard] in heard.waitUntil(seconds, isThere) }
    }

    /// What was heard, in words: `1.1.1 ringing`.
    var words: [String] { heard.words }
    var troubles: [String] { heard.troubles }

    deinit {
        link.end()
    }
}

/// A folder that is removed with the last who holds it.
final class ScratchFolderPath: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "nc-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// The clocks of this machine.
struct PlainClock: EngineClock {
    func now() -> Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
    func uptime() -> Span { .microseconds(Int(ProcessInfo.processInfo.systemUptime * 1_000_000)) }
    func realNanoseconds(for span: Span) -> UInt64 { UInt64(max(span.microseconds, 0)) * 1_000 }
    func draw() -> UInt64 { 7 }
}

/// What was heard so far, by whomever.
final class HeardInputs: Sendable {
    private let state = Mutex<(words: [String], troubles: [String])>(([], []))
    private let changed = NSCondition()

    func add(_ input: Input) {
        change { state in state.withLock { $0.words.append(Self.words(input)) } }
    }

    func note(_ trouble: String) {
        change { state in state.withLock { $0.troubles.append(trouble) } }
    }

    private func change(_ change: (borrowing Mutex<(words: [String], troubles: [String])>) -> Void) {
        change(state)
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    @discardableResult
    func waitUntil(_ seconds: Double, _ isThere: ([String]) -> Bool) -> Bool {
        let limit = Date().addingTimeInterval(seconds)
        changed.lock()
        defer { changed.unlock() }
        while !isThere(words) {
            if !changed.wait(until: limit) { return isThere(words) }
        }
        return true
    }

    var words: [String] { state.withLock { $0.words } }
    var troubles: [String] { state.withLock { $0.troubles } }

    private static func words(_ input: Input) -> String {
        switch input {
        case .callReported(let id, let report): "\(id) \(words(report))"
        case .keyPressed(let id, let key): "\(id) key \(key.text)"
        case .lineReported(let line, let state): "\(line) \(state)"
        case .alertsReceived, .operatorAsked, .mailDelivered, .woke, .clockStepped, .clockJudged, .readinessChecked,
            .troubleFound,
            .troubleOver:
            "\(input)"
        }
    }

    private static func words(_ report: CallReport) -> String {
        switch report {
        case .ended(let ending): "ended \(ending)"
        case .answered: "answered"
        case .lost: "lost"
        case .ringing, .machineDetected, .promptEnded, .adopted, .denied, .cannotTell: "\(report)"
        }
    }
}
