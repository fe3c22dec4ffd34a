internal import RunbookModel
import ServiceHours

extension Procedure {
    /// Of a sentence; titles are shown up to the usual length.
    private static let sentenceLimit = 600

    /// For a terminal.
    public var text: String {
        var page = TextPage()
        page.line(language.says("\(heading)（\(runbook.id)）", "\(heading) (\(runbook.id))").shown())
        page.rule()
        for (number, passage) in passages.enumerated() {
            page.heading("\(number + 1). \(passage.title)".shown())
            for line in passage.lead { page.line(line.shown(limit: Self.sentenceLimit)) }
            for content in passage.contents { write(content, to: &page) }
        }
        page.line("")
        page.line(origin.shown())
        return page.text
    }

    private func write(_ content: ProcedurePassage.Content, to page: inout TextPage) {
        switch content {
        case .facts(let facts): write(facts, indent: 0, to: &page)
        case .table(let head, let rows):
            let shown = ([head] + rows).map { $0.map { $0.shown() } }
            let widths = head.indices.map { column in shown.map { $0[column].columns }.max() ?? 0 }
            for row in shown {
                let cells = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
                page.line("  " + cells.trimmedRight)
            }
        case .steps(let steps):
            for (place, step) in steps.enumerated() {
                let badge = step.badge.map { language.says("【\($0.word)】", "[\($0.word)] ") } ?? ""
                page.line("")
                page.line("\(place + 1). \(badge)\(step.title.shown(limit: Self.sentenceLimit))")
                for point in step.points { page.line("   ・\(point.shown(limit: Self.sentenceLimit))") }
                write(step.facts, indent: 3, to: &page)
            }
        case .list(let head, let points):
            page.line("")
            if let head { page.line(head.shown(limit: Self.sentenceLimit)) }
            for point in points { page.line("  ・\(point.shown(limit: Self.sentenceLimit))") }
        }
    }

    private func write(_ facts: [ProcedurePassage.Fact], indent: Int, to page: inout TextPage) {
        let width = facts.map(\.label.columns).max() ?? 0
        for fact in facts {
            for (place, line) in fact.lines.enumerated() {
                let label = (place == 0 ? fact.label : "").padded(to: width)
                page.line(String(repeating: " ", count: indent) + label + "  " + line.shown(limit: Self.sentenceLimit))
            }
        }
    }

    /// One page that stands alone, in light and dark, on a telephone and on paper.
    public var html: String {
        MarkupText.page(language, title: "\(heading.shown()) - NightCall", style: Self.style) { page in
            page.element("header") { page in
                page.element("p", ["class": "quiet"], text: "NightCall \(runbook.id)")
                page.element("h1", text: heading.shown())
            }
            for (number, passage) in passages.enumerated() {
                page.heading("\(number + 1). \(passage.title)".shown())
                for line in passage.lead { page.element("p", text: line.shown(limit: Self.sentenceLimit)) }
                for content in passage.contents { write(content, to: &page) }
            }
            page.constant("\n")
            page.element("footer", ["class": "quiet"], text: origin.shown())
        }
    }

    /// Beside the sheet of every page: a step is a card that is not torn apart on paper.
    private static let style: StaticString = """
        ol.procedure{list-style:none;counter-reset:step;margin:.6rem 0;padding:0}
        ol.procedure>li{counter-increment:step;background:var(--card);border:1px solid var(--line);border-radius:.4rem;\
        margin:.5rem 0;padding:.5rem .8rem;break-inside:avoid}
        ol.procedure>li>b::before{content:counter(step)". "}
        ol.procedure dl{margin-top:.3rem;font-size:.9375rem;grid-template-columns:5.5rem 1fr}
        dd p{margin:0}
        .values td:last-child{min-width:5rem;overflow-wrap:break-word}
        ol.procedure .badge{font-size:.875rem;margin-right:.5rem;padding:.05rem .6rem}
        @media print{h2{break-after:avoid}.badge{border:1px solid var(--line)}}
        """

    private func write(_ content: ProcedurePassage.Content, to page: inout MarkupText) {
        page.constant("\n")
        switch content {
        case .facts(let facts): write(facts, to: &page)
        case .table(let head, let rows):
            page.element("table", ["class": "list values"]) { page in
                page.element("tr") { page in
                    for cell in head { page.element("th", ["scope": "col"], text: cell.shown()) }
                }
                for row in rows {
                    page.constant("\n")
                    page.element("tr") { page in
                        for cell in row { page.element("td", text: cell.shown()) }
                    }
                }
            }
        case .steps(let steps):
            page.element("ol", ["class": "procedure"]) { page in
                for step in steps {
                    page.constant("\n")
                    page.element("li") { write(step, to: &$0) }
                }
            }
        case .list(let head, let points):
            if let head { page.element("p", text: head.shown(limit: Self.sentenceLimit)) }
            write(points, to: &page)
        }
    }

    private func write(_ step: ProcedurePassage.Step, to page: inout MarkupText) {
        page.element("b", text: step.title.shown(limit: Self.sentenceLimit))
        if !step.points.isEmpty { write(step.points, to: &page) }
        if let badge = step.badge {
            page.element("p") { page in
                page.element("span", ["class": "badge \(badge.tone.rawValue)"], text: badge.word)
            }
        }
        write(step.facts, to: &page)
    }

    private func write(_ points: [String], to page: inout MarkupText) {
        page.element("ul") { page in
            for point in points { page.element("li", text: point.shown(limit: Self.sentenceLimit)) }
        }
    }

    private func write(_ facts: [ProcedurePassage.Fact], to page: inout MarkupText) {
        page.element("dl") { page in
            for fact in facts {
                page.constant("\n")
                page.element("dt", text: fact.label)
                page.element("dd") { page in
                    for line in fact.lines { page.element("p", text: line.shown(limit: Self.sentenceLimit)) }
                }
            }
        }
    }
}

extension String {
    fileprivate var trimmedRight: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
