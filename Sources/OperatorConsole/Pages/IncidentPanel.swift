internal import CallTree
internal import Reports
internal import ServiceHours

/// The incidents that wait, and those that came last.
struct IncidentPanel {
    let page: ConsolePage

    func writeWaiting(to markup: inout MarkupText) {
        let board = page.sight.board
        let count = board.counts.waiting + board.counts.pending
        guard !board.waiting.isEmpty else { return }
        markup.heading(
            page.language.says("呼び出し待ち（\(count.grouped)件）", "Waiting (\(count.grouped))"), id: "waiting")
        for incident in board.waiting {
            IncidentRow(page: page, incident: incident, list: "waiting").write(to: &markup)
        }
        markup.more(count - board.waiting.count, page.language, id: "waiting-more")
    }

    /// Without those that stand under the waiting ones.
    func writeRecent(to markup: inout MarkupText) {
        let language = page.language
        let board = page.sight.board
        let waiting = Set(board.waiting.map(\.id))
        let recent = board.recent.filter { !waiting.contains($0.id) }
        // All that there are may be waiting.
        guard !recent.isEmpty || waiting.isEmpty else { return }
        markup.heading(language.says("最近のインシデント", "Recent incidents"), id: "recent")
        if recent.isEmpty {
            markup.element("p", ["class": "quiet", "id": "recent-none"], text: language.says("まだありません。", "None yet."))
        }
        for incident in recent { IncidentRow(page: page, incident: incident, list: "recent").write(to: &markup) }
        let elsewhere = board.counts.waiting + board.counts.pending
        markup.more(board.counts.incidents - elsewhere - recent.count, language, id: "recent-more")
    }
}
