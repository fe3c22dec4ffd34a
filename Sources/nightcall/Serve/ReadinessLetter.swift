import CallTree
import Mail
import Reports
import ServiceHours
import SiteSettings

/// Mails the operator what a check before the night found. It is not kept over a restart: what stands in the way is told by
/// an alarm as well, and that is.
struct ReadinessLetter: Sendable {
    let mailer: Mailer
    /// Which NightCall it is, in a few words.
    let name: String

    /// Returns at once: the next check must not wait for a mail server that takes nothing.
    func send(_ found: ReadinessFound, _ site: Site) {
        guard let desk = site.operatorDesk.mail else { return }
        let windows = site.contracts.map { contract in
            let words =
                switch contract.contract.calendar.answer(at: found.at) {
                case .success(let answer): answer.sentence(language: .japanese)
                case .failure(let error): error.description
                }
            return (contract: contract.contract.terms.customer, words: words)
        }
        let text = ReadinessText(found, windows: windows, site: name)
        let title = "readiness-\(found.at.microseconds)"
        let leaving = LeavingMail(name: title, isUrgent: !found.readiness.isArmed) { _ in
            MailFile(
                name: title, at: found.at, sender: site.mailServer?.from ?? MailFile.noSender, recipients: [desk],
                subject: text.subject, body: text.body)
        } told: { _ in
        }
        mailer.send(leaving)
    }
}
