import CallTree
import EventJournal
import Foundation
import Mail
import NightEngine
import Reports
import ServiceHours
import SiteSettings
import Synchronization
import WebTransfer

/// Everything that leaves a running site in writing: the mails that the board owes, the operator's alarms and the daily
/// mail with the journal's head. The wiring of the room Mail.
final class MailDesk: Sendable {
    let outbox: Outbox
    private let mailer: Mailer
    private let alarms: OperatorAlarms
    private let heads: DailyHead
    private let transfers: TransferEngine
    /// Built before the engine, which is told what becomes of mails.
    private let engine: EngineWire

    /// Sends nothing yet.
    /// - Throws: `TransferError` when the mail server of the site cannot be used as it is.
    init(_ site: Site, _ wiring: SiteWiring, data: DataFolder, journal: SQLiteJournal, clock: ServerClock) throws {
        let engine = EngineWire()
        let events = JournalEvents(journal)
        transfers = try TransferEngine()
        mailer = Mailer(
            folder: MailFolder(path: site.dataFolder.appendingPathSegment("outbox")), server: wiring.mailServer,
            transfers: transfers, said: StandardError.print
        ) { trouble in
            switch trouble {
            case .failing: engine.tell(.troubleFound(.mailFailing))
            case .over: engine.tell(.troubleOver(.mailFailing))
            }
        }
        outbox = Outbox(mailer: mailer, journal: events, site: wiring.mailSite, told: engine.tell)
        alarms = OperatorAlarms(
            data: data, name: Self.name(of: site), site: wiring.alarmSite, mailer: mailer, transfers: transfers,
            journal: events)
        heads = DailyHead(
            data: data, journal: journal, clock: clock, mailer: mailer, site: Self.name(of: site),
            addresses: wiring.headAddresses)
        self.engine = engine
    }

    /// Which NightCall it is: the machine and the site folder.
    private static func name(of site: Site) -> String {
        let path = URL(fileURLWithPath: site.folder).standardizedFileURL.path
        return "\(ProcessInfo.processInfo.hostName):\(path)"
    }

    /// How runs write to people, with the mails of the calls.
    func letters(_ journal: SQLiteJournal) -> RunLetters {
        RunLetters(
            mailer: mailer, journal: JournalEvents(journal), alarm: { [engine] in engine.tell(.troubleFound($0)) })
    }

    /// How the check before the night is written of.
    func readinessLetter(of site: Site) -> ReadinessLetter {
        ReadinessLetter(mailer: mailer, name: Self.name(of: site))
    }

    /// How clouds' notices are passed on.
    var noticeLetter: NoticeLetter { NoticeLetter(mailer: mailer) }

    /// Called once, before the engine starts.
    func tellEngine(_ tell: @escaping @Sendable (Input) -> Void) {
        engine.connect(tell)
    }

    /// Tells the operator what an earlier process raised and may not have told; before the engine raises more.
    func begin() {
        do {
            try alarms.begin()
        } catch {
            StandardError.print("earlier alarms cannot be told: \(error)")
        }
    }

    /// Sends the head of the journal every morning; returns when its task is cancelled.
    func mailHeads() async {
        await heads.run()
    }

    /// What the engine has to say; returns at once.
    func take(_ notice: EngineNotice, at now: Instant) {
        if case .alarmRaised(let id, let alarm, _) = notice {
            StandardError.print("alarm \(id): \(alarm.words(.english))")
        } else {
            StandardError.print("\(notice)")
        }
        alarms.take(notice, at: now)
    }

    /// Takes what a reloaded site says.
    func change(_ site: Site, _ wiring: SiteWiring) {
        outbox.change(wiring.mailSite)
        alarms.change(wiring.alarmSite)
        heads.change(wiring.headAddresses)
        mailer.change(wiring.mailServer)
    }

    /// Afterwards nothing is sent and the journal is not read. What is still owed is sent by the next start.
    func stop() async {
        async let mails: Void = mailer.stop()
        async let told: Void = alarms.stop()
        _ = await (mails, told)
        await transfers.stop(graceMilliseconds: 0)
    }
}

/// The way to an engine that is built later.
private final class EngineWire: Sendable {
    private let far = Mutex<@Sendable (Input) -> Void>({ _ in })

    func connect(_ tell: @escaping @Sendable (Input) -> Void) {
        far.withLock { $0 = tell }
    }

    func tell(_ input: Input) {
        far.withLock { $0 }(input)
    }
}
