import AlertSources
import CallTree
import EventJournal
import Foundation
import NightEngine
import OperatorConsole
import Telephony

extension BenchCommand {
    /// The whole way over HTTP, for `Tests/Bench/over_http.py`: serves contracts `contract-000000` and so on, whose alerts
    /// come in as on a real site and whose dial requests go out as a POST to the sink. Prints its port, and ends when
    /// standard input does.
    ///
    /// - Parameter sink: the port on the loopback to which dial requests are posted.
    static func serve(folder: String, contracts count: Int, sink: Int) async throws {
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
        loop.start(calls: try WebhookLine(port: port), mails: BenchMailer(loop))
        let source = ConsoleSource(id: BenchSite.source, kind: JSONAlert.self, credential: secret)
        let server = ConsoleServer(
            engine: loop, journal: JournalEvents(journal),
            site: ConsoleSite(contracts: contracts.map { ConsoleContract($0, sources: [source]) }),
            telephones: SimulatedTelephones(lines: []), now: clock.now,
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
}
