import CallTree
public import ServiceHours

/// The tree at a glance: a row for each round, a column for each contact, in each field how the attempt ended.
public struct CallBoard {
    private let escalation: EscalationReport
    private let language: Language

    public init(escalation: EscalationReport, language: Language) {
        self.escalation = escalation
        self.language = language
    }

    public func write(to page: inout MarkupText) {
        guard !escalation.contacts.isEmpty, escalation.rounds > 0 else { return }
        page.element("div", ["class": "scroll"]) { page in
            page.element("table", ["class": "board", "aria-label": label]) { page in
                page.element("tr") { page in
                    page.element("th", ["scope": "col"], text: language.says("巡", "Round"))
                    for contact in escalation.contacts { write(contact, to: &page) }
                }
                for round in 1...escalation.rounds {
                    page.constant("\n")
                    page.element("tr") { page in
                        page.element("th", ["scope": "row"], text: String(round))
                        for place in 1...escalation.contacts.count { write(round, place, to: &page) }
                    }
                }
            }
        }
    }

    private var label: String {
        language.says("エスカレーション \(escalation.id) の呼び出し", "Calls of escalation \(escalation.id)")
    }

    private func write(_ contact: CalledContact, to page: inout MarkupText) {
        page.element("th", ["scope": "col"]) { page in
            page.element("bdi", text: contact.name.shown(limit: 60))
            page.empty("br")
            page.element("span", ["class": "quiet"], text: contact.maskedNumber)
        }
    }

    private func write(_ round: Int, _ place: Int, to page: inout MarkupText) {
        let number = (round - 1) * escalation.contacts.count + place
        guard let attempt = escalation.attempt(number), attempt.isUsed || !attempt.waits.isEmpty else {
            page.element("td", ["class": "none"], text: "-")
            return
        }
        let tone = attempt.outcome?.tone ?? .plain
        page.element("td", ["class": tone.rawValue + (attempt.concernsIncident ? "" : " aside")]) { page in
            page.element("b", text: attempt.outcome?.words(language) ?? attempt.outcomeWords(language))
            if let placedAt = attempt.placedAt {
                page.element("time", ["datetime": placedAt.rfc3339], text: placedAt.clock)
            }
            if let rings = attempt.ending?.rings, rings > 0 {
                page.empty("br")
                page.write(language.says("呼出音\(rings)回", counted(rings, "ring")))
            }
            if attempt.tries.count > 1 {
                page.empty("br")
                page.write(language.says("試み\(attempt.tries.count)回", "\(attempt.tries.count) tries"))
            }
        }
    }
}
