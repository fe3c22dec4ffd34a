import CallTree
public import ServiceHours

/// The report as a text that a tired person can read.
extension IncidentReport {
    public func text(language: Language = .japanese) -> String {
        var page = TextPage()
        page.line("NightCall \(title(language))")
        page.rule()
        page.facts(facts(language).map { ($0.label, $0.value) })
        if !partial.isEmpty {
            page.heading(language.says("この報告に欠けているもの", "Missing from this report"))
            for gap in partial { page.line("! " + gap.words(language)) }
        }
        page.heading(language.says("呼び出した理由・呼び出さなかった理由", "Why called, or why not"))
        for reason in reasons { page.line("\(reason.at.words(language))  \(reason.kind.words(language))") }
        for escalation in escalations { write(escalation, to: &page, language) }
        writeMails(to: &page, language)
        writeAlarms(to: &page, language)
        page.heading(language.says("経過（日本時間）", "Timeline (Japan time)"))
        writeTimeline(to: &page, language)
        page.heading(language.says("決まりどおりか", "By the book"))
        for (index, line) in checkLines(language).enumerated() {
            page.line((index == 0 ? "" : "  ") + "\(line.mark.sign) \(line.text)")
        }
        if let policy { write(policy, to: &page, language) }
        page.rule()
        page.line(footer(language))
        return page.text
    }

    private func write(_ escalation: EscalationReport, to page: inout TextPage, _ language: Language) {
        page.heading(escalation.title(language))
        if let span = escalation.spanWords(language) { page.line(span) }
        if escalation.incidents.count > 1 {
            let all = numbered(escalation.incidents, language)
            page.line(language.says("インシデント: \(all)", "Incidents: \(all)"))
        }
        var round: Int?
        for attempt in escalation.attempts {
            if attempt.round != round {
                round = attempt.round
                page.line(
                    round.map { language.says("第\($0)巡", "Round \($0)") } ?? language.says("巡は不明", "Round unknown"))
            }
            let number = attempt.place ?? attempt.id.number
            let who =
                attempt.contact?.words(language)
                ?? language.says("呼び出し \(attempt.id.number)", "attempt \(attempt.id.number)")
            let masked = attempt.contact?.maskedNumber ?? ""
            let aside = attempt.concernsIncident ? "" : language.says("  ※このインシデントの外", "  * not for this incident")
            page.line(
                "  \(number). \(who) \(masked)  \(attempt.outcomeWords(language))\(attempt.ringWords(language))\(aside)"
            )
            for detail in attempt.details(language) { page.line("       \(detail)") }
            if let ending = attempt.ending { page.line("       \(ending.at.clock) \(language.says("終了", "over"))") }
        }
        if let end = escalation.endWords(language) { page.line(end) }
    }

    private func writeMails(to page: inout TextPage, _ language: Language) {
        guard !mails.isEmpty else { return }
        page.heading(language.says("メール", "Mails"))
        for mail in mails { page.line("\(mail.owedAt.words(language))  \(mail.words(language))") }
    }

    private func writeAlarms(to page: inout TextPage, _ language: Language) {
        guard !alarms.isEmpty else { return }
        page.heading(language.says("監視員への警報", "Alarms to the operator"))
        for alarm in alarms { page.line("\(alarm.raisedAt.words(language))  \(alarm.words(language))") }
    }

    private func writeTimeline(to page: inout TextPage, _ language: Language) {
        var narrator = Narrator(language)
        var day = ""
        for entry in TimelineEntry.entries(toldEvents) {
            let today = entry.first.instant.dayWords(language)
            if today != day {
                page.line(today)
                day = today
            }
            page.line("  \(entry.first.instant.clock)  \(entry.sentence(&narrator, language))")
        }
    }

    private func write(_ policy: PolicyInForce, to page: inout TextPage, _ language: Language) {
        page.heading(policy.title(language))
        page.facts(
            policy.values.lines(language).map { ($0.label, $0.value + ($0.isDefault ? "" : language.says(" *", " *"))) }
        )
        if policy.values.lines(language).contains(where: { !$0.isDefault }) {
            page.line(language.says("* 既定値と異なる", "* differs from the default"))
        }
    }
}

/// Lines of a text for a terminal or a mail.
struct TextPage {
    private(set) var text = ""

    mutating func line(_ line: String) {
        text += line + "\n"
    }

    mutating func rule() {
        line(String(repeating: "-", count: 72))
    }

    mutating func heading(_ heading: String) {
        text += "\n■ \(heading)\n"
    }

    /// Labels and values, the values under one another.
    mutating func facts(_ facts: [(label: String, value: String)]) {
        let width = facts.map(\.label.columns).max() ?? 0
        for fact in facts { line("\(fact.label.padded(to: width))  \(fact.value)") }
    }
}
