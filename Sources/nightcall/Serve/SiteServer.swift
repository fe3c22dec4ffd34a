import ArgumentParser
import CallTree
import EventJournal
import Foundation
import Glibc
import Mail
import NightEngine
import OperatorConsole
import RunbookSteps
import ServiceHours
import SiteSettings
import Synchronization
import Telephony
import WebTransfer

/// One running site: the wiring of all rooms, from the opened journal to the last answered request.
final class SiteServer: Sendable {
    /// The site as it was when this server was built. Reloads are compared with it: what only a start takes in is still so.
    let started: Site
    let data: DataFolder
    private let journal: SQLiteJournal
    private let engine: EngineLoop
    private let exchange: Exchange
    /// Those of the lines that are simulated.
    private let simulated: [LineID: SimulatedLine]
    private let transfers: TransferEngine
    private let looking: TransferEngine
    private let lines: SiteLines
    private let desk: MailDesk
    private let runs: RunDesk
    private let console: ConsoleServer
    private let life: ServiceLife
    private let retention: Retention
    private let readiness: ReadinessDesk
    private let watches: WatchDesk
    private let notices: NoticeDesk
    private let host: String
    /// Whether the engine was started: once the socket takes connections.
    private let isEngineStarted = Mutex(false)
    /// Whether this is the fifth start within a minute: then alerts are taken in and nobody is called for a minute.
    private let isRestartingOften: Bool

    /// Opens the journal and builds everything; nothing is called and nothing listens yet.
    ///
    /// - Parameter openFiles: how many files and connections the process may have open at once.
    init(_ site: Site, speed: Double, port: Int?, openFiles: Int) throws {
        let wiring = SiteWiring(site: site)
        started = site
        data = DataFolder(path: site.dataFolder)
        host = site.listen.host
        try data.create()
        let journal = try SQLiteJournal(at: JournalFiles(folder: site.dataFolder))
        self.journal = journal
        if case .broken(let row, let why) = try journal.verify(.sinceLastCheckpoint) {
            throw ServeFault.journalBroken(row: row, why: "\(why)")
        }
        let clock = ServerClock(
            speed: speed, notBefore: journal.head().instant.map { Instant(microseconds: $0) })
        let events = JournalEvents(journal)
        desk = try MailDesk(site, wiring, data: data, journal: journal, clock: clock)
        let facts = RunSiteFacts(site, said: { StandardError.print($0) })
        let engine = try EngineLoop(
            contracts: wiring.contracts, capacities: wiring.capacities,
            runs: facts.runSite(said: { StandardError.print($0) }), journal: journal, clock: clock,
            builtAt: ReleaseDate.instant,
            notice: { [desk] in desk.take($0, at: clock.now()) },
            whenDoomed: { ProcessEnd.atOnce("the process ends and must be started again: \($0)") })
        self.engine = engine
        life = ServiceLife(engine: engine, data: data, site)
        retention = Retention(journal, site)
        let report: CallReporter = { await engine.submit($0) }
        let simulated = Dictionary(
            wiring.behaviours.map { ($0.line, SimulatedLine(behaviour: $0.behaviour, clock: clock, report: report)) },
            uniquingKeysWith: { first, _ in first })
        let transfers = try TransferEngine(.lines)
        // Apart from the lines': a hundred checks must not hold up a call.
        let looking = try TransferEngine()
        self.looking = looking
        // One for all: what is asked of a cloud is paced together.
        let sessions = CloudSessions()
        let runs = RunDesk(
            facts, transfers: looking, sessions: sessions, clock: clock, letters: desk.letters(journal)
        ) {
            _ = await engine.submit($0)
        }
        self.runs = runs
        watches = WatchDesk(facts, engine: engine, clock: clock)
        let notices = NoticeDesk(
            facts, letter: desk.noticeLetter, engine: engine, transfers: looking, sessions: sessions, clock: clock)
        self.notices = notices
        let counter = RunCounter(engine: engine, desk: runs, journal: events)
        let lines = SiteLines(
            site, transfers: transfers, clock: clock, engine: engine,
            socket: site.dataFolder.appendingPathSegment("sip.socket"))
        self.lines = lines
        self.simulated = simulated
        self.transfers = transfers
        exchange = Exchange(drivers: lines.drivers.merging(simulated) { $1 }, report: report)
        desk.tellEngine { engine.tell($0) }
        let letter = desk.readinessLetter(of: site)
        let readiness = ReadinessDesk(
            site, engine: engine, journal: events, clock: clock, trial: { await lines.drivers[$0]?.tryCredentials() },
            tell: letter.send)
        self.readiness = readiness
        let telephones = site.lines.compactMap { simulated[$0.id] }
        isRestartingOften = data.noteStart(at: RealClock.now()) >= Self.manyStarts
        if isRestartingOften {
            StandardError.print(
                "started \(Self.manyStarts) times within a minute: alerts are taken, nobody is called yet")
        }
        console = ConsoleServer(
            engine: engine, journal: events, site: wiring.consoleSite,
            telephones: SimulatedTelephones(lines: telephones), exchange: exchange,
            runs: RunDoor { await counter.answer($0, $1, by: $2) },
            readiness: ReadinessDoor { Task { await readiness.check() } },
            notices: NoticeDoor { notices.current }, now: clock.now,
            settings: wiring.consoleSettings(port: port, openFiles: openFiles))
    }

    private static let manyStarts = 5

    /// Serves until it is told to end.
    func run(_ signals: ServerSignals) async throws {
        signals.serve(
            reload: { [self] in life.reload(reload) },
            end: { [self] in
                life.end()
                Task { await console.stop() }
            })
        // Whoever reads this may send signals.
        data.writeProcessID()
        defer { data.removeProcessID() }
        let waiting = Task { await callAgain() }
        let heads = Task { await desk.mailHeads() }
        let nights = Task { await readiness.run() }
        let watching = Task { await watches.run() }
        let noticing = Task { await notices.run() }
        let audit = JournalAudit(journal, whole: { [retention] in retention.begin() }) { [engine] row, why in
            StandardError.print("the journal is broken at row \(row): \(why); see `nightcall journal verify`")
            engine.tell(.troubleFound(.journalBroken(row: Int(row))))
        }
        do {
            try await console.run { [self] port in begin(port) }
        } catch {
            waiting.cancel()
            try await close(audit, [heads, nights, watching, noticing])
            // Told to end before it listened.
            if signals.isEnding { return data.forgetStarts() }
            throw error
        }
        waiting.cancel()
        try await close(audit, [heads, nights, watching, noticing])
        data.forgetStarts()
    }

    /// The socket takes connections.
    private func begin(_ port: Int) {
        isEngineStarted.withLock { $0 = true }
        let starts = isRestartingOften ? Input.troubleFound(.restartingOften) : .troubleOver(.restartingOften)
        desk.begin()
        lines.begin()
        engine.start(calls: exchange, mails: desk.outbox, runs: runs, knowing: [starts])
        // Scripts wait for this line.
        let address = host.contains(":") ? "[\(host)]" : host
        FileHandle.standardOutput.write(Data("listening http://\(address):\(port)\n".utf8))
        life.begin(at: "http://\(address):\(port)")
    }

    /// Ends everything that uses the journal, and then the journal.
    private func close(_ audit: JournalAudit, _ tasks: [Task<Void, Never>]) async throws {
        for task in tasks { task.cancel() }
        readiness.stop()
        await audit.stop()
        retention.stop()
        runs.stop()
        await desk.stop()
        for task in tasks { await task.value }
        life.stop()
        if isEngineStarted.withLock({ $0 }), !engine.stop(waitingAtMost: 5) {
            ProcessEnd.atOnce("the journal does not answer, its disk hangs; the server ends as it is")
        }
        lines.stop()
        await life.ended()
        await looking.stop(graceMilliseconds: 0)
        await transfers.stop(graceMilliseconds: 1_000)
        try journal.close()
    }

    /// A process that has lived for a minute is no longer one that keeps dying.
    private func callAgain() async {
        guard isRestartingOften, (try? await Task.sleep(for: .seconds(60))) != nil else { return }
        engine.tell(.troubleOver(.restartingOften))
    }

    /// What a running server can take of a site whose lines are those that it was started with.
    func take(_ site: Site) {
        let wiring = SiteWiring(site: site)
        let facts = RunSiteFacts(site, said: { StandardError.print($0) })
        runs.change(facts)
        watches.change(facts)
        notices.change(facts)
        engine.reload(wiring.contracts, runs: facts.runSite(said: { StandardError.print($0) }))
        console.reload(wiring.consoleSite)
        desk.change(site, wiring)
        lines.dialling.rule = site.dialling
        lines.readings.take(site)
        retention.change(site)
        readiness.change(site)
        for (line, behaviour) in wiring.behaviours { simulated[line]?.behave(as: behaviour) }
    }
}

/// Why a site cannot be served.
enum ServeFault: Error, CustomStringConvertible {
    case journalBroken(row: Int64, why: String)

    static let ourFault: Int32 = 70

    var description: String {
        switch self {
        case .journalBroken(let row, let why):
            "the journal is broken at row \(row): \(why); see `nightcall journal verify`"
        }
    }
}
