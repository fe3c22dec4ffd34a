import CallTree
public import ServiceHours

/// What the night leaves to the day: the incidents that nobody received, between two instants.
///
/// Listed are those that ended `handed-over`, `exhausted` or `undeliverable` at or after `from` and before `until`, in the
/// order of their ends.
public struct HandoverSheet: Hashable, Sendable {
    public let from: Instant
    public let until: Instant
    public let incidents: [IncidentReport]

    /// - Parameter reports: of any incidents; those that do not belong on the sheet are left out.
    public init(from: Instant, until: Instant, reports: [IncidentReport]) {
        self.from = from
        self.until = until
        incidents =
            reports
            .filter { report in
                guard let end = report.end, let endedAt = report.endedAt else { return false }
                return end.isLeftToTheDay && from <= endedAt && endedAt < until
            }
            .sorted { ($0.endedAt ?? from, $0.id) < ($1.endedAt ?? from, $1.id) }
    }

    public func text(language: Language = .japanese) -> String {
        var page = TextPage()
        page.line("NightCall \(title(language))")
        page.line(spanWords(language))
        page.rule()
        page.line(countWords(language))
        for report in incidents {
            page.heading("\(report.id) \(report.alert?.summaryWords(language) ?? "")")
            page.facts(facts(of: report, language))
            for attempt in report.calls { page.line("  \(attempt.line(language))") }
        }
        return page.text
    }

    public func html(language: Language = .japanese) -> String {
        MarkupText.page(language, title: "\(title(language)) - NightCall") { page in
            page.element("p", ["class": "quiet"], text: "NightCall")
            page.element("h1", text: title(language))
            page.element("p", text: spanWords(language))
            page.element("p", ["class": "summary"], text: countWords(language))
            for report in incidents { write(report, to: &page, language) }
        }
    }

    private func write(_ report: IncidentReport, to page: inout MarkupText, _ language: Language) {
        page.heading("\(report.id) \(report.alert?.summaryWords(language) ?? "")")
        page.element("p") { page in
            let tone = report.end?.tone ?? .plain
            page.element("span", ["class": "badge \(tone.rawValue)"], text: report.standingWords(language))
        }
        page.facts(facts(of: report, language).dropFirst().map { $0 })
        guard !report.calls.isEmpty else { return }
        page.element("ul") { page in
            for attempt in report.calls { page.element("li", text: attempt.line(language)) }
        }
    }

    private func title(_ language: Language) -> String { language.says("引き継ぎ票", "Handover sheet") }

    private func spanWords(_ language: Language) -> String {
        language.says(
            "\(from.words(language)) から \(until.words(language)) まで（日本時間）",
            "\(from.words(language)) to \(until.words(language)), Japan time")
    }

    private func countWords(_ language: Language) -> String {
        switch incidents.count {
        case 0: language.says("引き継ぐインシデントはありません。", "Nothing is handed over.")
        case 1: language.says("誰も受領していないインシデント: 1件", "Incidents that nobody received: 1")
        default:
            language.says(
                "誰も受領していないインシデント: \(incidents.count)件", "Incidents that nobody received: \(incidents.count)")
        }
    }

    private func facts(of report: IncidentReport, _ language: Language) -> [(label: String, value: String)] {
        let wanted: [Fact.Name] = [
            .state, .reason, .contract, .severity, .dedupKey, .opened, .ended, .recovered, .attempts,
        ]
        return report.facts(language).filter { wanted.contains($0.name) }.map { ($0.label, $0.value) }
    }
}

extension End {
    /// Nobody received it, and nobody has decided that nobody needs to.
    fileprivate var isLeftToTheDay: Bool {
        switch self {
        case .handedOver, .exhausted, .undeliverable: true
        case .acknowledged, .recovered, .cancelled, .notCalled: false
        }
    }
}

extension IncidentReport {
    /// The attempts that were made for this incident, over all its escalations.
    var calls: [AttemptReport] {
        escalations.flatMap { $0.attempts.filter { $0.concernsIncident && $0.isUsed } }
    }
}

extension AttemptReport {
    /// `22:15:03 佐藤（sato） 応答なし（no-answer）、呼び出し音 10回`.
    func line(_ language: Language) -> String {
        let when = (placedAt ?? ending?.at)?.clock ?? "--:--:--"
        let who = contact?.words(language) ?? language.says("呼び出し \(id)", "attempt \(id)")
        return "\(when) \(who) \(outcomeWords(language))\(ringWords(language))"
    }
}
