internal import CallTree
internal import Reports
internal import ServiceHours

/// The running escalations: who is being called now, and the rounds so far.
struct TreePanel {
    let page: ConsolePage

    func write(to markup: inout MarkupText) {
        let language = page.language
        let running = page.sight.board.running
        markup.heading(language.says("呼び出し中", "Calling now"), id: "trees")
        guard !running.isEmpty else {
            markup.element(
                "p", ["class": "quiet", "id": "trees-none"],
                text: language.says("呼び出しはありません。", "Nobody is being called."))
            return
        }
        for escalation in running { write(escalation, to: &markup) }
        markup.more(page.sight.board.counts.escalations - running.count, language, id: "trees-more")
    }

    private func write(_ escalation: BoardView.Running, to markup: inout MarkupText) {
        let language = page.language
        let id = "tree-\(escalation.id)"
        markup.element("section", ["class": "card", "id": id]) { markup in
            markup.element("h3", ["id": "\(id)-customer"]) { markup in
                markup.element("bdi", text: escalation.terms.customer.shown(limit: 60))
                markup.element(
                    "span", ["class": "quiet"],
                    text: language.says(" エスカレーション \(escalation.id)", " escalation \(escalation.id)"))
            }
            markup.element("p", ["id": "\(id)-turn"]) { markup in
                markup.element("span", ["class": "badge warn"], text: turnWords(escalation))
            }
            markup.element("p", ["class": "quiet", "id": "\(id)-incidents"]) { markup in
                writeIncidents(escalation, to: &markup)
            }
            if let tree = page.sight.trees.first(where: { $0.id == escalation.id }) {
                markup.element("div", ["id": "\(id)-board", "class": turnClass(escalation)]) { markup in
                    CallBoard(escalation: tree, language: language).write(to: &markup)
                }
            }
        }
    }

    private func writeIncidents(_ escalation: BoardView.Running, to markup: inout MarkupText) {
        let language = page.language
        markup.write(language.says("インシデント ", "Incidents "))
        for id in escalation.incidents {
            markup.element("a", ["href": page.reportPath(id)], text: "\(id)")
            markup.write(" ")
        }
        let hidden = escalation.incidentCount - escalation.incidents.count
        if hidden > 0 { markup.write(language.says("ほか\(hidden.grouped)件 ", "and \(hidden.grouped) more ")) }
        markup.write(language.says("開始 \(escalation.startedAt.clock)", "began \(escalation.startedAt.clock)"))
    }

    /// Tells the style sheet which field of the board is the call under way; see `ConsoleAssets.turns`.
    private func turnClass(_ escalation: BoardView.Running) -> String {
        guard let turn = escalation.turn, escalation.attempt != nil else { return "" }
        return "turn-\(turn.round)-\(turn.place)"
    }

    /// Whose telephone it is and what happens with it.
    private func turnWords(_ escalation: BoardView.Running) -> String {
        let language = page.language
        guard let turn = escalation.turn, let attempt = escalation.attempt else {
            return language.says("次の呼び出しを決めています", "the next call is being decided")
        }
        let who = language.says(
            "第\(turn.round)巡 \(turn.place)番 \(turn.contact.name.shown(limit: 60))",
            "round \(turn.round), place \(turn.place), \(turn.contact.name.shown(limit: 60))")
        return who + ": " + stateWords(attempt)
    }

    private func stateWords(_ attempt: Attempt) -> String {
        let language = page.language
        switch attempt.state {
        case .waiting(let reason): return language.says("待機 ", "waits: ") + reason.words(language)
        case .retrying(let at):
            return language.says("回線不通、\(at.clock) に再試行", "every line failed, tried again at \(at.clock)")
        case .redialling: return language.says("かけ直します", "to be dialled again")
        case .calling(let call): return callWords(call)
        }
    }

    private func callWords(_ call: Call) -> String {
        let language = page.language
        switch call.phase {
        case .dialling: return language.says("発信中", "dialling")
        case .unsure(let until):
            return language.says("再起動のため \(until.clock) まで確認中", "after a restart, waited for until \(until.clock)")
        case .ringing:
            let seconds = call.ringingSince.map { max(page.now.since($0).seconds, 0) } ?? 0
            return language.says("呼出音 \(seconds)秒", "ringing for \(seconds) s")
        case .talking(.message(let repetition)):
            return language.says("通話中（\(repetition)回目の案内）", "talking, message \(repetition)")
        case .talking(.listening): return language.says("通話中（キー入力待ち）", "talking, a key is waited for")
        case .closing(let outcome): return language.says("通話を終えています: ", "saying goodbye: ") + outcome.words(language)
        case .hangingUp(let outcome, _): return language.says("切断中: ", "hanging up: ") + outcome.words(language)
        }
    }
}
