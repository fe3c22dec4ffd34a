import CallTree
import Foundation
import NightEngine
import ServiceHours
import Telephony
import WebTransfer

/// The fake of Tests/Support/Peers/asterisk.py, a process of its own: its log is what the tests judge by.
final class FakeAsterisk: Sendable {
    static let password = "night-secret"

    /// Something that was asked of it, or that it did.
    struct Note: Decodable {
        let kind: String
        let channel: String?
        let endpoint: String?
        let readable: Bool?
        let event: String?
        let variables: [String: String]?
    }

    let address: String
    private let program: RunningProgram

    /// - Parameter scenario: see the fake.
    init(_ scenario: String) throws {
        let script = NightCallProgram.root.appending(path: "Tests/Support/Peers/asterisk.py").path
        program = try RunningProgram("/usr/bin/python3", [script, scenario], isAsked: true)
        guard let line = program.output.next(), line.hasPrefix("listening ") else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
        address = "http://127.0.0.1:" + line.dropFirst("listening ".count)
    }

    struct NotStarted: Error {
        let errors: [String]
    }

    /// Closes the WebSocket and lets none be opened, or lets them again.
    func goAway(_ isAway: Bool = true) async {
        _ = await LoopbackRequest.send("POST", to: address, "/_fake/\(isAway ? "away" : "back")", body: "")
    }

    func log() async -> [Note] {
        let (_, text) = await LoopbackRequest.send("GET", to: address, "/_fake/log")
        return (try? JSONDecoder().decode([Note].self, from: Data(text.utf8))) ?? []
    }

    func count(_ kind: String) async -> Int { await log().filter { $0.kind == kind }.count }

    /// Waits until something of this kind has happened so often.
    func waits(for kind: String, count: Int = 1) async -> Bool {
        // The fake answers when it is so, or after a minute.
        _ = await LoopbackRequest.send(
            "GET", to: address, "/_fake/log?kind=\(kind)&count=\(count)", seconds: 90)
        return await self.count(kind) >= count
    }

    deinit {
        program.kill()
    }
}

/// A line of the fake, and an engine that says what it is told to say and writes down what it hears.
final class AsteriskDesk: Sendable {
    let driver: AsteriskLine
    let heard = HeardInputs()
    private let folder: ScratchFolderPath

    init(
        _ fake: FakeAsterisk, password: String = FakeAsterisk.password, endpoint: String = "PJSIP/{number}@trunk",
        answer: @escaping @Sendable (Input) -> Speech = SIPDesk.answer
    ) async throws {
        folder = try ScratchFolderPath()
        let heard = heard
        let transfers = try TransferEngine()
        let voice = VoiceDesk(
            folder: folder.path + "/voice", shipped: NightCallProgram.shippedSpeech, settings: VoiceSettings(),
            transfers: transfers, trouble: { heard.note($0) })
        let account = AsteriskAccount(
            address: fake.address, user: "nightcall", password: password, endpoint: endpoint, from: "+815012345678",
            numbers: .international, application: "nightcall", sounds: folder.path + "/sounds", language: .japanese)
        driver = AsteriskLine(
            id: SIPDesk.line, account: account, engine: transfers, voice: voice, dialling: { DiallingRule() },
            clock: PlainClock(),
            report: { input in
                heard.add(input)
                return .taken(.speech(answer(input)))
            },
            notice: { _, _ in nil }, upcoming: { _ in nil }, trouble: { heard.note($0) })
        driver.begin()
        await driver.waitUntilReady(seconds: 10)
    }

    /// The reports of a call, when it is over.
    func ended(_ id: TryID) async -> [String] {
        _ = await hears { $0.hasPrefix("\(id) ended") }
        return heard.words.filter { $0.hasPrefix("\(id) ") }.map { String($0.dropFirst("\(id) ".count)) }
    }

    func hears(_ word: String) async -> Bool { await hears { $0 == word } }

    private func hears(_ isIt: @escaping @Sendable (String) -> Bool) async -> Bool {
        await OffPool.run { [heard] in heard.waitUntil(60) { $0.contains(where: isIt) } }
    }

    deinit {
        driver.stop()
    }
}
