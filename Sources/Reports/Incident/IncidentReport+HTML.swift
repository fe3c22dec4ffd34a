import CallTree
public import ServiceHours

/// The report as one page that stands alone.
extension IncidentReport {
    public func html(language: Language = .japanese) -> String {
        MarkupText.page(language, title: "\(title(language)) - NightCall") { page in
            writeHead(to: &page, language)
            if !partial.isEmpty { writeGaps(to: &page, language) }
            for escalation in escalations { write(escalation, to: &page, language) }
            page.heading(language.says("呼び出した理由・呼び出さなかった理由", "Why called, or why not"))
            writeEvents(reasons.map { ($0.at, $0.kind.words(language)) }, to: &page, language)
            writeMailsAndAlarms(to: &page, language)
            page.heading(language.says("経過", "Timeline"))
            writeTimeline(to: &page, language)
            writeCheck(to: &page, language)
            if let policy { write(policy, to: &page, language) }
            page.constant("\n")
            page.element("footer", ["class": "quiet"], text: footer(language))
        }
    }

    private func writeHead(to page: inout MarkupText, _ language: Language) {
        page.element("header") { page in
            page.element("p", ["class": "quiet"], text: "NightCall")
            page.element("h1", text: title(language))
            page.element("p") { page in
                let tone = end?.tone ?? .warn
                page.element("span", ["class": "badge \(tone.rawValue)"], text: standingWords(language))
            }
            if let summary = alert?.summaryWords(language), !summary.isEmpty {
                page.element("p", ["class": "summary"]) { $0.element("bdi", text: summary) }
            }
        }
        page.facts(facts(language).filter { !$0.isHeadline }.map { ($0.label, $0.value) })
    }

    private func writeGaps(to page: inout MarkupText, _ language: Language) {
        page.heading(language.says("この報告に欠けているもの", "Missing from this report"))
        page.element("ul") { page in
            for gap in partial { page.element("li", text: gap.words(language)) }
        }
    }

    private func write(_ escalation: EscalationReport, to page: inout MarkupText, _ language: Language) {
        page.heading(escalation.title(language))
        for line in [escalation.spanWords(language), escalation.endWords(language)].compactMap(\.self) {
            page.element("p", ["class": "quiet"], text: line)
        }
        CallBoard(escalation: escalation, language: language).write(to: &page)
        CallLanes(escalation: escalation, language: language).write(to: &page)
        page.element("details") { page in
            page.element("summary", text: language.says("呼び出しの詳細", "Calls in detail"))
            for attempt in escalation.attempts { write(attempt, to: &page, language) }
        }
    }

    private func write(_ attempt: AttemptReport, to page: inout MarkupText, _ language: Language) {
        let turn = attempt.round.flatMap { round in
            attempt.place.map { language.says("第\(round)巡 \($0)番", "Round \(round), place \($0)") }
        }
        let who = attempt.contact.map { "\($0.words(language)) \($0.maskedNumber)" } ?? ""
        page.element("p") { page in
            page.element("b", text: "\(turn ?? attempt.id.description) \(who)")
            page.write(" \(attempt.outcomeWords(language))\(attempt.ringWords(language))")
        }
        page.element("ul") { page in
            for detail in attempt.details(language) { page.element("li", text: detail) }
            if let ending = attempt.ending {
                page.element("li", text: "\(ending.at.clock) \(language.says("終了", "over"))")
            }
        }
    }

    private func writeMailsAndAlarms(to page: inout MarkupText, _ language: Language) {
        if !mails.isEmpty {
            page.heading(language.says("メール", "Mails"))
            writeEvents(mails.map { ($0.owedAt, $0.words(language)) }, to: &page, language)
        }
        if !alarms.isEmpty {
            page.heading(language.says("監視員への警報", "Alarms to the operator"))
            writeEvents(alarms.map { ($0.raisedAt, $0.words(language)) }, to: &page, language)
        }
    }

    private func writeTimeline(to page: inout MarkupText, _ language: Language) {
        var narrator = Narrator(language)
        let lines = TimelineEntry.entries(toldEvents).map {
            ($0.first.instant, $0.sentence(&narrator, language))
        }
        writeEvents(lines, to: &page, language)
    }

    /// Lines with their time, under the day to which they belong.
    private func writeEvents(_ lines: [(at: Instant, text: String)], to page: inout MarkupText, _ language: Language) {
        page.element("ol", ["class": "events"]) { page in
            var day = ""
            for line in lines {
                let today = line.at.dayWords(language)
                page.constant("\n")
                if today != day { page.element("li", ["class": "day"], text: today) }
                day = today
                page.element("li") { page in
                    page.element("time", ["datetime": line.at.rfc3339], text: line.at.clock)
                    page.element("span", text: line.text)
                }
            }
        }
    }

    private func writeCheck(to page: inout MarkupText, _ language: Language) {
        page.heading(language.says("決まりどおりか", "By the book"))
        let lines = checkLines(language)
        if let verdict = lines.first {
            page.element("p") { page in
                page.element("span", ["class": "badge \(verdict.mark.tone.rawValue)"], text: verdict.text)
            }
        }
        page.element("ul") { page in
            for line in lines.dropFirst() { page.element("li", text: "\(line.mark.sign) \(line.text)") }
        }
    }

    private func write(_ policy: PolicyInForce, to page: inout MarkupText, _ language: Language) {
        page.heading(policy.title(language))
        let differs = language.says("（既定値と異なる）", " (differs from the default)")
        page.facts(policy.values.lines(language).map { ($0.label, $0.value + ($0.isDefault ? "" : differs)) })
    }
}

extension CheckLine.Mark {
    fileprivate var tone: Tone {
        switch self {
        case .kept: .good
        case .broken: .bad
        case .notApplicable: .plain
        }
    }
}
