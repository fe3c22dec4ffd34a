internal import CallTree
internal import NightEngine
internal import Reports
internal import ServiceHours

/// What is wrong with NightCall itself: the operator's alarms, and what keeps it from working.
struct TroublePanel {
    let page: ConsolePage

    func write(to markup: inout MarkupText) {
        let language = page.language
        for (number, text) in troubles.enumerated() {
            markup.element("p", ["class": "badge bad", "id": "trouble-\(number)"], text: text)
        }
        guard !page.sight.board.alarms.isEmpty else { return }
        markup.heading(language.says("警報", "Alarms"), id: "alarms")
        markup.element("ul", ["class": "plainlist", "id": "alarm-list"]) { markup in
            for (id, alarm) in page.sight.board.alarms {
                markup.element("li", ["id": "alarm-\(id)"]) { markup in
                    markup.element("span", ["class": "badge bad"], text: alarm.words(language))
                    if page.hasForms {
                        page.writeForm(to: "/desk/alarms/\(id)/clear", page: &markup) { markup in
                            markup.element("button", text: language.says("消す", "Clear"))
                        }
                    }
                }
            }
        }
        let hidden = page.sight.board.counts.alarms - page.sight.board.alarms.count
        markup.more(hidden, language, id: "alarms-more")
    }

    private var troubles: [String] {
        let language = page.language
        let health = page.sight.health
        var troubles: [String] = []
        if !health.running {
            troubles.append(language.says("エンジンが動いていません。", "The engine does not run."))
        }
        switch health.journal {
        case .writable: break
        case .unwritable(let since, let why):
            troubles.append(
                language.says(
                    "\(since.clock) から記録できません。新しいアラートは受け付けていません: \(why.shown())",
                    "The journal cannot be written since \(since.clock); alerts are refused: \(why.shown())"))
        }
        if !health.clockTrusted {
            troubles.append(
                language.says("時計が正しくないため、誰にも電話しません。", "The clock cannot be right: nobody is called."))
        }
        for subject in health.setAside.prefix(5) {
            troubles.append(
                language.says(
                    "読めない記録を除外しました: \(subject.shown())", "Set aside, because it cannot be read: \(subject.shown())"))
        }
        return troubles
    }
}
