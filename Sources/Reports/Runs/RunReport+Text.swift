internal import RunbookModel
public import ServiceHours

/// For mails and terminals.
extension RunReport {
    public func text(language: Language = .japanese) -> String {
        var page = TextPage()
        page.line("NightCall \(number) \(kind(language))  \(order.target.title.shown())：\(conclusionWord(language))")
        page.rule()
        for part in parts(language) {
            page.heading(part.title)
            for content in part.contents { write(content, to: &page, language) }
        }
        page.rule()
        page.line(footer(language))
        return page.text
    }

    func footer(_ language: Language) -> String {
        language.says("この報告は記録（ジャーナル）だけから作成しました。", "Made from the journal alone.")
    }

    private func write(_ content: RunReportPart.Content, to page: inout TextPage, _ language: Language) {
        switch content {
        case .facts(let facts): page.facts(facts.map { ($0.label, $0.value.shown()) })
        case .lines(let lines): for line in lines { page.line(line.shown(limit: 600)) }
        case .table(let head, let rows):
            for row in rows {
                let filled = zip(head, row.map { $0.shown(limit: 600) }).filter { !$0.1.isEmpty }
                if let first = filled.first {
                    page.line("- \(first.1)  \(filled.dropFirst().prefix(2).map(\.1).joined(separator: "  "))")
                }
                for (label, value) in filled.dropFirst(3) { page.line("    \(label)：\(value)") }
            }
        case .events(let events):
            var day = ""
            for event in events {
                let today = event.at.dayWords(language)
                if today != day { page.line(today) }
                day = today
                page.line("  \(event.at.clock)  \(event.text.shown(limit: 600))")
            }
        }
    }
}
