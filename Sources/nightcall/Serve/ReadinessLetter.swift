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

    /// Returns when the mail has left, or the server ends.
    func send(_ found: ReadinessFound, _ site: Site) async {
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
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let leaving = LeavingMail(name: title, isUrgent: !found.readiness.isArmed) { _ in
                MailFile(
                    name: title, at: found.at, sender: site.mailServer?.from ?? MailFile.noSender, recipients: [desk],
                    subject: text.subject, body: text.body)
            } told: { news in
                switch news {
                case .refused: break
                case .left, .stopped: continuation.resume()
                }
            }
            mailer.send(leaving)
        }
    }
}
