import RunbookModel
import ServiceHours

extension Procedure {
    private var heading: String { language.says("手順書：\(runbook.title)", "Procedure: \(runbook.title)") }

    /// For a terminal.
    public var text: String {
        var page = TextPage()
        page.line("\(heading)（\(runbook.id)）".shown())
        page.rule()
        for section in sections {
            page.heading(section.title.shown())
            for (place, item) in section.items.enumerated() {
                page.line("\(place + 1). \(item.text.shown(limit: 600))")
                for line in item.more { page.line("   \(line.shown(limit: 600))") }
            }
        }
        return page.text
    }

    /// One page that stands alone and can be printed.
    public var html: String {
        MarkupText.page(language, title: "\(heading.shown()) - NightCall") { page in
            page.element("header") { page in
                page.element("p", ["class": "quiet"], text: "NightCall \(runbook.id)")
                page.element("h1", text: heading.shown())
            }
            for section in sections {
                page.heading(section.title.shown())
                page.element("ol") { page in
                    for item in section.items {
                        page.constant("\n")
                        page.element("li") { page in
                            page.element("b", text: item.text.shown(limit: 600))
                            for line in item.more {
                                page.element("p", ["class": "quiet"], text: line.shown(limit: 600))
                            }
                        }
                    }
                }
            }
        }
    }
}
