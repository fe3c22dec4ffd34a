import AlertSources
import CallTree
import EventJournal
import Foundation
import NightEngine
import OperatorConsole
import ServiceHours
import Telephony
import WebTransfer

extension BenchCommand {
    /// The whole way over HTTP, for `Tests/Bench/over_http.py`: serves contracts `contract-000000` and so on, whose alerts
    /// come in as on a real site and whose dial requests go out as a POST to the sink. Prints its port, and ends when
    /// standard input does.
    ///
    /// - Parameters:
    ///   - sink: the port on the loopback to which dial requests are posted.
    ///   - line: `webhook`, or `twilio` for the driver of that name.
    static func serve(folder: String, contracts count: Int, sink: Int, line: String) async throws {
        let contracts = try BenchSite.contracts(count, policy: .unpaced)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let journal = try SQLiteJournal(at: JournalFiles(folder: folder))
        let clock = BenchClock()
        let loop = try EngineLoop(
            contracts: contracts, capacities: [:], journal: journal, clock: clock, builtAt: BenchSite.builtAt,
            whenDoomed: giveUp)
        guard let port = UInt16(exactly: sink), let secret = SourceCredential(token: "bench") else {
            throw BenchError("\(sink) is no port")
        }
        let exchange = line == "twilio" ? try twilio(port, clock, loop) : nil
        loop.start(calls: try exchange ?? WebhookLine(port: port), mails: BenchMailer(loop))
        let source = ConsoleSource(id: BenchSite.source, kind: JSONAlert.self, credential: secret)
        let server = ConsoleServer(
            engine: loop, journal: JournalEvents(journal),
            site: ConsoleSite(contracts: contracts.map { ConsoleContract($0, sources: [source]) }),
            telephones: SimulatedTelephones(lines: []), exchange: exchange, now: clock.now,
            settings: ConsoleSettings(unreadableFolder: folder + "/unreadable"))
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            Task { await server.stop() }
        }
        try await server.run { port in
            FileHandle.standardOutput.write(Data("listening \(port)\n".utf8))
        }
        loop.stop()
        try journal.close()
    }

    /// The line that `BenchSite` names, with the sink in the place of Twilio's API.
    private static func twilio(_ port: UInt16, _ clock: BenchClock, _ loop: EngineLoop) throws -> Exchange {
        guard let from = PhoneNumber(e164: "+815012345678") else { throw BenchError("no number to call from") }
        let account = TwilioAccount(
            id: "AC00000000000000000000000000000000", token: "bench", from: from, api: "http://127.0.0.1:\(port)",
            publicURL: "https://desk.example.jp", voice: "Polly.Mizuki", language: .japanese)
        let report: CallReporter = { await loop.submit($0) }
        let line = TwilioLine(
            id: BenchSite.line, account: account, dialling: { DiallingRule() }, engine: try TransferEngine(.lines),
            clock: clock, report: report, notice: { _, _ in nil }, trouble: { _ in })
        return Exchange(drivers: [BenchSite.line: line], report: report)
    }
}
