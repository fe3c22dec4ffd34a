public import CallTree
public import ServiceHours

/// The subject and the plain-text body of a mail that is owed, in the contract's language.
///
/// The subject is one line and the body holds no control characters but line feeds, whatever the alerts' texts are.
public struct MailText: Hashable, Sendable {
    public let subject: String
    public let body: String

    /// How many incidents a mail tells one by one; of more it gives the number.
    public static let incidentLimit = 20

    /// - Parameters:
    ///   - reports: of the mail's incidents, as far as they are at hand; the others are named by number. No more than
    ///     `incidentLimit` are told.
    ///   - today: the contract's terms as they are now, for the customer's name where no report tells it.
    public init(mail: Mail, reports: [IncidentReport], today: CallTerms? = nil, language: Language = .japanese) {
        let told = reports.filter { mail.incidents.contains($0.id) }
        let named = told.lazy.compactMap(\.customer).first ?? today?.customer
        let customer = (named ?? mail.contract.text).shown(limit: 80)
        subject = Self.subject(mail, told, customer, language)
        var page = TextPage()
        page.line(language.says("\(customer) 御中", "To \(customer)"))
        page.line("")
        for line in mail.kind.explained(told, language) { page.line(line) }
        for report in told.prefix(Self.incidentLimit) {
            page.heading(language.says("インシデント \(report.id)", "Incident \(report.id)"))
            page.facts(report.mailFacts(mail.kind, language))
            if !report.calls.isEmpty {
                page.line(language.says("お電話の記録（日本時間）:", "Calls (Japan time):"))
                for attempt in report.calls { page.line("  \(attempt.line(language))") }
            }
        }
        let untold = mail.incidents.filter { id in !told.prefix(Self.incidentLimit).contains { $0.id == id } }
        if !untold.isEmpty {
            page.line("")
            page.line(
                language.says(
                    "ほか \(untold.count)件: \(numberedIncidents(untold, language))",
                    "And \(untold.count) more: \(numberedIncidents(untold, language))"))
        }
        page.line("")
        page.line(language.says("-- NightCall（時刻はすべて日本時間）", "-- NightCall (all times are Japan time)"))
        body = page.text
    }

    private static func subject(
        _ mail: Mail, _ told: [IncidentReport], _ customer: String, _ language: Language
    ) -> String {
        let summary = told.first?.alert.map { ($0.summary.isEmpty ? $0.name : $0.summary).shown(limit: 80) }
        let more = mail.incidents.count - 1
        let others = more > 0 ? language.says("（ほか\(more)件）", " (and \(more) more)") : ""
        return "[NightCall] \(customer): \(mail.kind.words(language)) - "
            + (summary.map { $0 + others } ?? numberedIncidents(mail.incidents, language))
    }
}

extension Mail.Kind {
    /// What has happened and what follows from it, in a few sentences.
    fileprivate func explained(_ told: [IncidentReport], _ language: Language) -> [String] {
        switch self {
        case .alertOutsideWindow:
            return [
                language.says(
                    "電話連絡の対応時間外にアラートを受信しました。お電話はまだ差し上げていません。",
                    "An alert arrived outside the hours of the call service. Nobody has been called yet.")
            ] + told.prefix(MailText.incidentLimit).flatMap { $0.openingWords(language) }.unique
        case .exhausted:
            let isCap = !told.isEmpty && told.allSatisfy(\.isCapped)
            return isCap
                ? [
                    language.says(
                        "この1時間のお電話の上限に達したため、電話せずにメールでお知らせします。",
                        "The calls of this hour have reached their limit, so we write instead of calling."),
                    language.says("ご確認をお願いします。", "Please look into it."),
                ]
                : [
                    language.says(
                        "契約どおりの順番と回数でお電話しましたが、どなたにも受領いただけませんでした。",
                        "We called the contacts in the agreed order and number of rounds; nobody received the call."),
                    language.says("お電話は終了しました。ご確認をお願いします。", "The calling has ended. Please look into it."),
                ]
        case .undeliverable:
            return [
                language.says(
                    "回線または番号の問題で、どのお電話もつながりませんでした。",
                    "No call got through to any telephone, because of the lines or the numbers."),
                language.says(
                    "連絡先の番号と、アラートのご確認をお願いします。", "Please check the contacts' numbers, and look into the alert."),
            ]
        case .handedOver:
            return [
                language.says(
                    "電話連絡の対応時間が終わったため、お電話を終えてメールで引き継ぎます。",
                    "The hours of the call service have ended; the calling stops, and this mail hands over what is left."
                ),
                language.says("どなたにもまだ受領いただいていません。ご確認をお願いします。", "Nobody has received it yet. Please look into it."),
            ]
        case .notCalled where !told.isEmpty && told.allSatisfy(\.isFromBackup):
            return [
                language.says(
                    "弊社の記録をバックアップから復元しました。次の件は復元前のものであり、あらためてのお電話は差し上げません。",
                    "Our journal was restored from a backup. What follows is older than that, and nobody is called for it again."
                ),
                language.says(
                    "バックアップの後にお電話や受領があったかは、下の記録には現れません。ご確認をお願いします。",
                    "Whether somebody was called, or took it, after the backup is not told below. Please look into it."),
            ]
        case .notCalled:
            return [language.says("次の理由で、お電話は差し上げませんでした。", "For the reason below nobody was called.")]
        case .cancelled:
            return [language.says("監視員がお電話を取り消しました。", "An operator cancelled the calling.")]
        }
    }
}

extension IncidentReport {
    /// When it will be called; nothing when the events do not say.
    fileprivate func openingWords(_ language: Language) -> [String] {
        switch reasons.last?.kind {
        case .waits(let until), .deferred(let until):
            let limit = policy.map { $0.values.staleAfter.words(language) }
            let unless = limit.map {
                language.says("（続報が\($0)以上ない場合を除きます）", " (unless nothing is heard of it for \($0))")
            }
            return [
                language.says(
                    "発生が続いていれば、\(until.words(language)) にお電話します\(unless ?? "")。",
                    "If it still fires, we call at \(until.words(language))\(unless ?? "").")
            ]
        case .recorded, .notCalled:
            return [language.says("契約により、このアラートではお電話しません。", "By the contract nobody is called for it.")]
        case .due, .gathers, .reopened, .treeStarted, .joined, .resumed, .leftOver, nil: return []
        }
    }

    fileprivate var isCapped: Bool {
        switch standing {
        case .ended(_, .cap, _), .ended(_, .callsPerDay, _): true
        default: false
        }
    }

    /// Whether it ended because the journal was put back from a backup.
    fileprivate var isFromBackup: Bool {
        if case .ended(_, .journalRestored, _) = standing { true } else { false }
    }

    fileprivate func mailFacts(_ kind: Mail.Kind, _ language: Language) -> [(label: String, value: String)] {
        let wanted: [Fact.Name] =
            switch kind {
            case .alertOutsideWindow: [.summary, .alertName, .severity, .source, .dedupKey, .began, .opened, .labels]
            case .exhausted, .undeliverable, .handedOver, .notCalled, .cancelled:
                [
                    .state, .reason, .summary, .alertName, .severity, .source, .dedupKey, .began, .opened, .ended,
                    .labels,
                ]
            }
        return facts(language).filter { wanted.contains($0.name) }.map { ($0.label, $0.value) }
    }
}

extension [String] {
    /// Each line once, in the order of its first.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
