internal import CallTree
internal import Reports
internal import ServiceHours

/// The incidents that wait, and those that came last, each with its report.
struct IncidentPanel {
    let page: ConsolePage

    func write(to markup: inout MarkupText) {
        let language = page.language
        let board = page.sight.board
        if !board.waiting.isEmpty {
            markup.heading(
                language.says(
                    "呼び出し待ち（\(board.counts.waiting + board.counts.pending)件）",
                    "Waiting (\(board.counts.waiting + board.counts.pending))"))
            for incident in board.waiting { write(incident, to: &markup) }
        }
        markup.heading(language.says("最近のインシデント", "Recent incidents"))
        if board.recent.isEmpty {
            markup.element("p", ["class": "quiet"], text: language.says("まだありません。", "None yet."))
        }
        let shown = Set(board.waiting.map(\.id))
        for incident in board.recent where !shown.contains(incident.id) { write(incident, to: &markup) }
    }

    private func write(_ incident: Incident, to markup: inout MarkupText) {
        let language = page.language
        markup.constant("\n")
        markup.element("article", ["class": "row"]) { markup in
            markup.element("p") { markup in
                let (text, tone) = standing(incident)
                markup.element("span", ["class": "badge \(tone.rawValue)"], text: text)
                markup.write(" ")
                markup.element("a", ["href": page.reportPath(incident.id)], text: "#\(incident.id)")
                markup.write(" ")
                markup.element("bdi", text: page.customer(incident.contract))
            }
            markup.element("p") { $0.element("bdi", text: headline(incident)) }
            markup.element("p", ["class": "quiet"]) { markup in
                markup.write(
                    language.says("受信 ", "opened ") + incident.openedAt.words(language)
                        + language.says("・重要度 ", ", ") + incident.severity.name)
                if let taker = page.sight.board.takers[incident.id] {
                    markup.write(language.says("・受領 ", ", taken by "))
                    markup.element("bdi", text: taker.name.shown(limit: 60))
                }
                if let recovered = incident.recoveredAt {
                    markup.write(language.says("・復旧 ", ", recovered ") + recovered.clock)
                }
            }
            if incident.end == nil, page.session != nil { writeActions(incident, to: &markup) }
        }
    }

    private func writeActions(_ incident: Incident, to markup: inout MarkupText) {
        let language = page.language
        markup.element("div", ["class": "actions"]) { markup in
            page.writeForm(to: "/desk/incidents/\(incident.id)/acknowledge", page: &markup) { markup in
                markup.element("button", text: language.says("受領する", "Acknowledge"))
            }
            markup.element("details") { markup in
                markup.element("summary", text: language.says("取り消す", "Cancel"))
                page.writeForm(to: "/desk/incidents/\(incident.id)/cancel", page: &markup) { markup in
                    markup.element("label") { markup in
                        markup.element("span", text: language.says("理由", "Reason"))
                        markup.empty("input", ["name": "reason", "maxlength": "200", "required": "required"])
                    }
                    markup.element("button", text: language.says("取り消す", "Cancel it"))
                }
            }
        }
    }

    private func headline(_ incident: Incident) -> String {
        let text = incident.summary.isEmpty ? incident.name : incident.summary
        return (text.isEmpty ? incident.key.dedupKey : text).shown(limit: 160)
    }

    private func standing(_ incident: Incident) -> (String, Tone) {
        let language = page.language
        switch incident.place {
        case .waiting(let until):
            return (language.says("\(until.words(language)) の開始待ち", "waits for \(until.words(language))"), .plain)
        case .pending: return (language.says("呼び出し待ち", "to be called"), .warn)
        case .carried: return (language.says("呼び出し中", "being called"), .warn)
        case .ended(let end, _): return (end.words(language), end.tone)
        }
    }
}
