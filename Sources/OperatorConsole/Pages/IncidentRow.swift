internal import CallTree
internal import Reports
internal import ServiceHours

/// One incident: where it stands, what it is about, who ended it and why, and what an operator can do with it.
///
/// Each of its lines has an id, so that the script can go on telling where it stands while somebody types a reason.
struct IncidentRow {
    let page: ConsolePage
    let incident: Incident
    /// The id of the list in which it stands.
    let list: String

    func write(to markup: inout MarkupText) {
        let id = "\(list)-\(incident.id)"
        markup.constant("\n")
        markup.element("article", ["class": "row", "id": id]) { markup in
            markup.element("p", ["id": "\(id)-standing"]) { markup in
                let (text, tone) = standing
                markup.element("span", ["class": "badge \(tone.rawValue)"], text: text)
                markup.write(" ")
                markup.element("a", ["href": page.reportPath(incident.id)], text: "#\(incident.id)")
                markup.write(" ")
                markup.element("bdi", text: page.customer(incident.contract))
            }
            markup.element("p", ["id": "\(id)-text"]) { $0.element("bdi", text: headline) }
            if let why {
                markup.element("p", ["id": "\(id)-why"]) { markup in
                    markup.write(page.language.says("理由: ", "Why: "))
                    markup.element("bdi", text: why)
                }
            }
            markup.element("p", ["class": "quiet", "id": "\(id)-times"], text: times)
            if incident.end == nil, page.hasForms {
                markup.element("div", ["class": "actions", "id": "\(id)-actions"]) { writeActions(to: &$0) }
            }
        }
    }

    private func writeActions(to markup: inout MarkupText) {
        let language = page.language
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

    private var headline: String {
        let text = incident.summary.isEmpty ? incident.name : incident.summary
        return (text.isEmpty ? incident.key.dedupKey : text).shown(limit: 160)
    }

    private var times: String {
        let language = page.language
        let opened = language.says("受信 ", "opened ") + incident.openedAt.words(language)
        let recovered = incident.recoveredAt.map { language.says("・復旧 ", ", recovered ") + $0.clock } ?? ""
        return opened + language.says("・重要度 ", ", ") + incident.severity.name + recovered
    }

    private var standing: (String, Tone) {
        let language = page.language
        switch incident.place {
        case .waiting(let until):
            return (language.says("\(until.words(language)) の開始待ち", "waits for \(until.words(language))"), .plain)
        case .pending: return (language.says("呼び出し待ち", "to be called"), .warn)
        case .carried: return (language.says("呼び出し中", "being called"), .warn)
        // The word for this end says that nobody answered; but nobody was asked.
        case .ended(.exhausted, .cap): return (language.says("上限で呼び出せず", "not called: cap reached"), .bad)
        case .ended(let end, _): return (end.words(language), end.tone)
        }
    }

    /// Who or what ended it.
    private var why: String? {
        guard case .ended(_, let reason) = incident.place else { return nil }
        return reason.words(page.language) { _ in page.sight.board.takers[incident.id]?.name.shown(limit: 60) }
    }
}
