internal import RunbookModel
public import ServiceHours

/// One page that stands alone and can be printed.
extension RunReport {
    public func html(language: Language = .japanese) -> String {
        MarkupText.page(language, title: "\(number) \(kind(language)) - NightCall") { page in
            page.element("header") { page in
                page.element("p", ["class": "quiet"], text: "NightCall \(number)")
                page.element("h1", text: "\(kind(language))：\(order.target.title.shown())")
                page.element("p") { page in
                    page.element("span", ["class": "badge \(tone.rawValue)"], text: conclusionWord(language))
                }
            }
            for (index, part) in parts(language).enumerated() {
                page.heading("\(index + 1). \(part.title)")
                if index == 4 { RunLanes(story: story, language: language).write(to: &page) }
                for content in part.contents { write(content, to: &page, language) }
            }
            page.constant("\n")
            page.element("footer", ["class": "quiet"], text: footer(language))
        }
    }

    private var tone: Tone {
        switch story.end {
        case .recovered: .good
        case .notRecovered: .bad
        case .refused, .handedOver: .warn
        case .cancelled, .planned, nil: .plain
        case .reported:
            switch run.conclusion {
            case .normal: .good
            case .warning, .unknown: .warn
            case .abnormal: .bad
            }
        }
    }

    private func write(_ content: RunReportPart.Content, to page: inout MarkupText, _ language: Language) {
        switch content {
        case .facts(let facts): page.facts(facts.map { ($0.label, $0.value.shown()) })
        case .lines(let lines): for line in lines { page.element("p", text: line.shown(limit: 600)) }
        case .table(let head, let rows):
            page.element("div", ["class": "scroll"]) { page in
                page.element("table", ["class": "list wide"]) { page in
                    page.element("tr") { page in
                        for cell in head { page.element("th", ["scope": "col"], text: cell.shown()) }
                    }
                    for row in rows {
                        page.constant("\n")
                        page.element("tr") { page in
                            for cell in row { page.element("td", text: cell.shown(limit: 600)) }
                        }
                    }
                }
            }
        case .events(let events):
            page.element("ol", ["class": "events"]) { page in
                var day = ""
                for event in events {
                    let today = event.at.dayWords(language)
                    page.constant("\n")
                    if today != day { page.element("li", ["class": "day"], text: today) }
                    day = today
                    page.element("li") { page in
                        page.element("time", ["datetime": event.at.rfc3339], text: event.at.clock)
                        page.element("span", text: event.text.shown(limit: 600))
                    }
                }
            }
        }
    }
}
