internal import CallTree
internal import Reports
internal import ServiceHours

/// The running escalations: who is being called now, and the rounds so far.
struct TreePanel {
    let page: ConsolePage

    func write(to markup: inout MarkupText) {
        let language = page.language
        let running = page.sight.board.running
        markup.heading(language.says("呼び出し中", "Calling now"))
        guard !running.isEmpty else {
            markup.element("p", ["class": "quiet"], text: language.says("呼び出しはありません。", "Nobody is being called."))
            return
        }
        for escalation in running { write(escalation, to: &markup) }
        let hidden = page.sight.board.counts.escalations - running.count
        if hidden > 0 {
            markup.element("p", ["class": "quiet"], text: language.says("ほか\(hidden)件", "\(hidden) more"))
        }
    }

    private func write(_ escalation: BoardView.Running, to markup: inout MarkupText) {
        let language = page.language
        markup.element("section", ["class": "card"]) { markup in
            markup.element("h3") { markup in
                markup.element("bdi", text: escalation.terms.customer.shown(limit: 60))
                markup.element(
                    "span", ["class": "quiet"],
                    text: language.says(" エスカレーション \(escalation.id)", " escalation \(escalation.id)"))
            }
            markup.element("p") { markup in
                markup.element("span", ["class": "badge warn"], text: turnWords(escalation))
            }
            markup.element("p", ["class": "quiet"]) { markup in
                markup.write(language.says("インシデント ", "Incidents "))
                for id in escalation.incidents {
                    markup.element("a", ["href": page.reportPath(id)], text: "\(id)")
                    markup.write(" ")
                }
                markup.write(
                    language.says("開始 \(escalation.startedAt.clock)", "began \(escalation.startedAt.clock)"))
            }
            if let tree = page.sight.trees.first(where: { $0.id == escalation.id }) {
                CallBoard(escalation: tree, language: language).write(to: &markup)
            }
        }
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
