import CallTree
import EventJournal
import Mail
import NightEngine
import Reports
import ServiceHours
import Synchronization

/// Hands the mails that the board owes to the mailer, and tells the engine of each that has left. The journal is what
/// remembers them: after a crash they are owed again, and leave again with the same message id, or replace themselves in
/// the folder.
final class Outbox: MailPerformer {
    private let mailer: Mailer
    private let journal: JournalEvents
    private let site: Mutex<Site>
    private let told: @Sendable (Input) -> Void

    /// What the site folder says today of mails.
    struct Site: Sendable {
        /// Gets every mail as well.
        var operatorDesk: String?
        var sender: String?
        /// A contract's terms, for what no event tells: the customer's name, and the policy when no escalation began.
        var terms: @Sendable (ContractID) -> CallTerms?
        /// Whether the contract stands for calls of NightCall to itself: the check that made them tells how they ended.
        var isSelfCall: @Sendable (ContractID) -> Bool = { _ in false }
    }

    /// - Parameter told: told what the engine must know.
    init(mailer: Mailer, journal: JournalEvents, site: Site, told: @escaping @Sendable (Input) -> Void) {
        self.mailer = mailer
        self.journal = journal
        self.site = Mutex(site)
        self.told = told
    }

    /// Takes what a reloaded site says.
    func change(_ site: Site) {
        self.site.withLock { $0 = site }
    }

    func send(_ id: MailID, _ mail: Mail) {
        if site.withLock({ $0.isSelfCall(mail.contract) }) { return told(.mailDelivered(id)) }
        let leaving = LeavingMail(name: "mail-\(id)") { [self] failures in
            try file(id, mail, failures: failures)
        } told: { [told] news in
            switch news {
            case .refused: told(.troubleFound(.mailRefused(id)))
            case .left: told(.mailDelivered(id))
            case .stopped: break
            }
        }
        mailer.send(leaving)
    }

    private func file(_ id: MailID, _ mail: Mail, failures: Int) throws -> MailFile {
        let site = site.withLock { $0 }
        let told = try told(of: id, mail, site, failures: failures)
        let desk = [site.operatorDesk].compactMap(\.self).filter { !mail.recipients.contains($0) }
        let text = MailText(mail: mail, reports: told.reports, today: site.terms(mail.contract))
        return MailFile(
            name: "mail-\(id)", at: told.owedAt, sender: site.sender ?? MailFile.noSender,
            recipients: mail.recipients + desk, subject: text.subject, body: text.body)
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
