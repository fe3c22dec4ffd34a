import CallTree
import Mail
import NightEngine
import Reports
import ServiceHours
import SiteSettings
import Synchronization
import WebTransfer

/// Tells the operator of every alarm, besides the light on the console: by mail, and by the site's own command or web
/// address.
///
/// An alarm is told at least once by each way, whatever happens to the process. The engine says when one is durable
/// (`EngineNotice.alarmRaised`); a start reads from the journal what was raised after the last that is marked as told, lit
/// or over. So neither the board nor the journal has to hold what the operator was told, and the same ways serve when the
/// journal cannot be written and nothing can be held. The price: a process killed between the telling and the mark tells
/// an alarm twice.
final class OperatorAlarms: Sendable {
    /// What the site folder says today.
    struct Site: Sendable {
        var desk: OperatorDesk
        var sender: String?
    }

    private let site: SharedSite
    private let byMail: AlarmTeller
    private let byAlarm: AlarmTeller
    private let marks: [AlarmMark]
    private let journal: JournalEvents

    /// Both tellers begin to work; they are given something by `begin` and `take`.
    ///
    /// - Parameter name: which NightCall it is, in a few words.
    init(
        data: DataFolder, name: String, site: Site, mailer: Mailer, transfers: TransferEngine, journal: JournalEvents
    ) {
        let site = SharedSite(site)
        self.site = site
        self.journal = journal
        marks = ["alarms-mailed", "alarms-told"].map { AlarmMark(path: data.path.appendingPathSegment($0)) }
        byMail = AlarmTeller(mark: marks[0], site: name, said: StandardError.print) { text in
            await Self.mail(text, site.value.withLock { $0 }, mailer)
        }
        byAlarm = AlarmTeller(mark: marks[1], site: name, said: StandardError.print) { text in
            switch site.value.withLock({ $0.desk.alarm }) {
            case .command(let words): await AlarmCommand(words).tell(text)
            case .url(let address): await Self.post(text, to: address, transfers)
            case nil: nil
            }
        }
    }

    /// Tells what an earlier process raised and may not have told. Called before the engine starts, so that nothing is
    /// told twice without need.
    /// - Throws: `JournalError`.
    func begin() throws {
        for (mark, teller) in zip(marks, [byMail, byAlarm]) {
            var last = mark.read()
            if last == nil {
                // A journal from before there were marks: what is over is of no interest any more.
                let first = try journal.lastAlarmBeforeLit()
                do { try mark.write(first) } catch { StandardError.print("\(error)") }
                last = first
            }
            for alarm in try journal.alarms(after: last ?? AlarmID(0)) {
                teller.raised(
                    alarm.id, AlarmNote(alarm.alarm, raisedAt: alarm.raisedAt, clearedAt: alarm.clearedAt))
            }
        }
    }

    /// Takes what a reloaded site says.
    func change(_ site: Site) {
        self.site.value.withLock { $0 = site }
    }

    /// What the engine says; returns at once.
    func take(_ notice: EngineNotice, at now: Instant) {
        if case .alarmRaised(let id, let alarm, let at) = notice {
            for teller in [byMail, byAlarm] { teller.raised(id, AlarmNote(alarm, raisedAt: at)) }
        } else if let words = notice.alarmWords {
            let note = AlarmNote(kind: words.kind, text: words.text, at: now)
            for teller in [byMail, byAlarm] { teller.noticed(note, topic: words.topic) }
        }
    }

    func stop() async {
        await byMail.stop()
        await byAlarm.stop()
    }

    // MARK: The ways

    private static func mail(_ text: AlarmText, _ site: Site, _ mailer: Mailer) async -> String? {
        guard let desk = site.desk.mail else { return nil }
        let at = RealClock.now()
        let isLeft = await withCheckedContinuation { continuation in
            let leaving = LeavingMail(name: "alarm-\(at.microseconds)", isUrgent: true) { _ in
                MailFile(
                    name: "alarm-\(at.microseconds)", at: at, sender: site.sender ?? MailFile.noSender,
                    recipients: [desk],
                    subject: text.subject, body: text.body)
            } told: { news in
                switch news {
                // Said on standard error; the mailer goes on trying, and the other way tells.
                case .refused: break
                case .left: continuation.resume(returning: true)
                case .stopped: continuation.resume(returning: false)
                }
            }
            mailer.send(leaving)
        }
        return isLeft ? nil : "the server is ending; the next start tells it by mail"
    }

    private static func post(_ text: AlarmText, to address: String, _ transfers: TransferEngine) async -> String? {
        do {
            return await AlarmHook(try WebAddress(address), transfers: transfers).tell(text)
        } catch {
            return "`operator: {alarm: {url: …}}`: \(error)"
        }
    }
}

/// What the two ways and a reload share.
private final class SharedSite: Sendable {
    let value: Mutex<OperatorAlarms.Site>

    init(_ site: OperatorAlarms.Site) {
        value = Mutex(site)
    }
}

extension EngineNotice {
    /// What the operator is told of it beside the alarms of the journal; nil for what such an alarm tells.
    fileprivate var alarmWords: (topic: String, kind: String, text: String)? {
        switch self {
        case .journalUnwritable(let why): ("journal", "journal-unwritable", "記録を書けず、新しいアラートを受け付けない: \(why)")
        case .journalWritable: ("journal", "journal-writable", "記録を再び書けるようになった")
        case .journalSilent: ("journal", "journal-silent", "記録のディスクが応答せず、処理が止まっている")
        case .journalAnswers: ("journal", "journal-answers", "記録のディスクが再び応答した")
        case .spaceTight: ("space", "space-tight", "記録のディスクに空きがなく、新しいアラートを受け付けない。進行中の呼び出しは続ける")
        case .spaceBack: ("space", "space-back", "記録のディスクに空きが戻り、アラートを受け付ける")
        case .setAside, .alarmRaised: nil
        }
    }
}
