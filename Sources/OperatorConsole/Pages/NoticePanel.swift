internal import Reports
internal import ServiceHours

/// Outages and planned work of clouds that touch a contract.
struct NoticePanel {
    let page: ConsolePage
    let notices: [ConsoleNotice]

    private static let limit = 50

    func write(to markup: inout MarkupText) {
        let language = page.language
        guard !notices.isEmpty else { return }
        markup.heading(
            language.says("クラウドからのお知らせ（\(notices.count)件）", "Told by clouds (\(notices.count))"), id: "notices")
        for notice in notices.prefix(Self.limit) { write(notice, to: &markup) }
        markup.more(notices.count - Self.limit, language, id: "notices-more")
    }

    private func write(_ notice: ConsoleNotice, to markup: inout MarkupText) {
        let language = page.language
        markup.element("article", ["class": "row"]) { markup in
            markup.element("p") { markup in
                let kind =
                    notice.isIssue ? language.says("障害", "outage") : language.says("計画作業", "planned work")
                markup.element("span", ["class": "badge \((notice.isIssue ? Tone.bad : .warn).rawValue)"], text: kind)
                markup.write(" ")
                markup.element("bdi", text: page.customer(notice.contract))
                markup.write(" ")
                markup.element("bdi", text: notice.title.shown(limit: 200))
            }
            markup.element("p", ["class": "quiet"]) { markup in
                markup.element("bdi", text: notice.place.shown(limit: 200))
                markup.write(" \(span(notice)) ")
                markup.element("bdi", text: notice.id.shown(limit: 200))
            }
        }
    }

    private func span(_ notice: ConsoleNotice) -> String {
        let language = page.language
        let unknown = language.says("未定", "not told")
        let from = notice.from?.words(language) ?? unknown
        let until = notice.until?.words(language) ?? unknown
        return language.says("\(from)～\(until)", "\(from) to \(until)")
    }
}
