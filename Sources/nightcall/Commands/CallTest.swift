import CallTree
import EventJournal
import Foundation
import NightEngine
import OperatorConsole
import Reports
import ServiceHours
import SiteSettings
import Telephony
import WebTransfer

/// One call with the engine of a real night and a journal in memory: from an alert of its own until its incident has ended.
struct CallTest {
    private let engine: EngineLoop
    private let journal = MemoryJournal()
    private let transfers: TransferEngine
    private let console: ConsoleServer
    private let exchange: Exchange
    private let lines: SiteLines
    private let contract: Contract
    private let line: LineID
    private let folder: String
    private let language: Language

    init(site: Site, line: LineID, phone: PhoneNumber, port: Int?, language: Language) throws {
        self.language = language
        self.line = line
        contract = Self.contract(line, phone, language, site)
        let wiring = SiteWiring(site: site)
        let clock = ServerClock(speed: 1, notBefore: nil)
        let engine = try EngineLoop(
            contracts: [contract], capacities: wiring.capacities, journal: journal, clock: clock,
            builtAt: ReleaseDate.instant, whenDoomed: { ProcessEnd.atOnce($0) })
        self.engine = engine
        transfers = try TransferEngine()
        // A helper of its own: the site's may be carrying a night's calls.
        folder = NSTemporaryDirectory().appendingPathSegment("nightcall-test-\(getpid())")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let socket = folder.appendingPathSegment("sip.socket")
        lines = SiteLines(site, transfers: transfers, clock: clock, engine: engine, socket: socket, purpose: .testing)
        exchange = Exchange(drivers: lines.drivers, report: { await engine.submit($0) })
        console = ConsoleServer(
            engine: engine, journal: JournalEvents(journal), site: ConsoleSite(contracts: []),
            telephones: SimulatedTelephones(lines: []), exchange: exchange, now: clock.now,
            settings: wiring.consoleSettings(port: port, openFiles: 1_024))
    }

    /// One contact, one round, at any hour.
    private static func contract(_ line: LineID, _ phone: PhoneNumber, _ language: Language, _ site: Site) -> Contract {
        var calls = CallPolicy()
        calls.rounds = 1
        calls.routes = [line]
        let terms = CallTerms(
            id: ContractID("call-test"), customer: language == .japanese ? "発信試験" : "call test",
            contacts: [Contact(id: ContactID("test"), name: "test", phone: phone)], calls: calls)
        return Contract(
            terms: terms, calendar: ServiceCalendar(rules: HoursRules(always: true), holidays: site.holidays),
            designated: [Designation(source: SourceID("test"))])
    }

    /// How the call's incident ended; nil when the address is taken.
    func run() async throws -> End? {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let telling = Task { await tell() }
        do {
            lines.begin()
            await lines.waitUntilReady(line)
            try await console.run { port in
                StandardError.print("listening on port \(port)")
                engine.start(calls: exchange, mails: NoMails())
                engine.tell(.alertsReceived(contract.id, [alert]))
            }
        } catch {
            telling.cancel()
            StandardError.print("the address cannot be listened on: \(error); does the site's server run?")
            await lines.end()
            return nil
        }
        let end = await telling.value
        engine.stop()
        await lines.end()
        await transfers.stop(graceMilliseconds: 1_000)
        return end
    }

    private var alert: Alert {
        Alert(
            source: SourceID("test"), dedupKey: "test", status: .firing, severity: .info,
            summary: language == .japanese ? "これは発信試験です" : "this is a test call")
    }

    /// Tells what happens, sentence by sentence, until the call and its incident have ended.
    private func tell() async -> End? {
        var narrator = Narrator(language)
        var last = 0
        var end: End?
        var isCalling = false
        while !Task.isCancelled {
            try? JournalEvents(journal).all(from: last + 1) { recorded in
                last = recorded.sequence
                let sentence = narrator.sentence(recorded)
                if !recorded.event.isHousekeeping { print("\(recorded.instant.japanTime.clock)  \(sentence)") }
                switch recorded.event {
                case .tryPlaced: isCalling = true
                case .attemptEnded: isCalling = false
                case .incidentEnded(_, let named, _): end = named
                default: break
                }
            }
            fflush(nil)
            if end != nil, !isCalling { break }
            try? await Task.sleep(for: .milliseconds(200))
        }
        await console.stop()
        return end
    }
}

/// A test call owes nobody a mail.
private struct NoMails: MailPerformer {
    func send(_ id: MailID, _ mail: Mail) {}
}
