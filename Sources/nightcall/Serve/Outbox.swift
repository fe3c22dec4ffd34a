import CallTree
import Dispatch
import EventJournal
import NightEngine
import Reports
import ServiceHours
import Synchronization

/// Writes each mail as a file into `outbox/new`, from where a mail program of the site takes it. A mail that is written
/// again after a crash replaces itself.
final class Outbox: MailPerformer {
    private let folder: MailFolder
    private let journal: JournalEvents
    private let site: Mutex<Site>
    private let isStopped = Mutex(false)
    private let delivered: @Sendable (MailID) -> Void
    private let queue = DispatchQueue(label: "outbox", qos: .utility)

    /// What the site folder says today of mails.
    struct Site: Sendable {
        /// Gets every mail as well.
        var operatorDesk: String?
        var sender: String?
        /// A contract's terms, for what no event tells: the customer's name, and the policy when no escalation began.
        var terms: @Sendable (ContractID) -> CallTerms?
    }

    /// - Parameter delivered: told when a mail is in the folder.
    init(folder: String, journal: JournalEvents, site: Site, delivered: @escaping @Sendable (MailID) -> Void) {
        self.folder = MailFolder(path: folder)
        self.journal = journal
        self.site = Mutex(site)
        self.delivered = delivered
    }

    /// Takes what a reloaded site says.
    func change(_ site: Site) {
        self.site.withLock { $0 = site }
    }

    func send(_ id: MailID, _ mail: Mail) {
        queue.async { [self] in write(id, mail, failures: 0) }
    }

    /// Waits for the mail under way; afterwards nothing is sent and the journal is not read. What is still owed is sent by
    /// the next start.
    func stop() {
        isStopped.withLock { $0 = true }
        queue.sync {}
    }

    private func write(_ id: MailID, _ mail: Mail, failures: Int) {
        guard !isStopped.withLock(\.self) else { return }
        do {
            try folder.put(file(id, mail, failures: failures).bytes, name: "mail-\(id).eml")
            delivered(id)
        } catch {
            StandardError.print("mail \(id) cannot be written to \(folder.path): \(error)")
            let pause = min(5 << min(failures, 6), 300)
            queue.asyncAfter(deadline: .now() + .seconds(pause)) { [self] in write(id, mail, failures: failures + 1) }
        }
    }

    private func file(_ id: MailID, _ mail: Mail, failures: Int) throws -> MailFile {
        let site = site.withLock { $0 }
        let told = try told(of: id, mail, site, failures: failures)
        let desk = [site.operatorDesk].compactMap(\.self).filter { !mail.recipients.contains($0) }
        return MailFile(
            id: id, owedAt: told.owedAt, sender: site.sender ?? MailFile.noSender, recipients: mail.recipients + desk,
            text: MailText(mail: mail, reports: told.reports, today: site.terms(mail.contract)))
    }

    /// What the journal tells. A trouble that can pass is waited for a little; after that a mail that names its incidents by
    /// number is better than none.
    private func told(
        of id: MailID, _ mail: Mail, _ site: Site, failures: Int
    ) throws -> (owedAt: Instant, reports: [IncidentReport]) {
        do {
            let owedAt = try journal.of(.mail(id)).first?.instant
            let incidents = mail.incidents.prefix(MailText.incidentLimit)
            var fold = IncidentFold()
            for event in try journal.concerning(Array(incidents)).events { fold.take(event) }
            return (owedAt ?? RealClock.now(), incidents.compactMap { fold.report($0, today: site.terms) })
        } catch let error as JournalError where error.canPass && failures < 3 {
            throw error
        } catch {
            StandardError.print("mail \(id) leaves without its reports: \(error)")
            return (RealClock.now(), [])
        }
    }
}
