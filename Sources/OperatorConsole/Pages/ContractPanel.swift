internal import CallTree
internal import Reports
internal import ServiceHours

/// Each contract with its service window: open or closed, why, and when that changes.
struct ContractPanel {
    let page: ConsolePage
    private static let limit = 50

    func write(to markup: inout MarkupText) {
        let language = page.language
        markup.heading(language.says("契約と対応時間", "Contracts and their hours"), id: "contracts")
        for contract in page.site.contracts.prefix(Self.limit) { write(contract.contract, to: &markup) }
        markup.more(page.site.contracts.count - Self.limit, language, id: "contracts-more")
    }

    private func write(_ contract: Contract, to markup: inout MarkupText) {
        let language = page.language
        markup.constant("\n")
        markup.element("article", ["class": "row"]) { markup in
            markup.element("p") { markup in
                let (text, tone) = window(contract)
                markup.element("span", ["class": "badge \(tone.rawValue)"], text: text)
                markup.write(" ")
                markup.element("bdi", text: contract.terms.customer.shown(limit: 60))
                markup.element("span", ["class": "quiet"], text: " \(contract.id.text.shown(limit: 60))")
            }
            markup.element("p", ["class": "quiet"], text: sentence(contract))
            if let gathering = page.sight.board.gatherings.first(where: { $0.contract == contract.id }),
                gathering.until > page.now
            {
                markup.element(
                    "p", ["class": "quiet"],
                    text: language.says(
                        "\(gathering.until.clock) まで新しいアラートをまとめています。",
                        "New alerts are gathered until \(gathering.until.clock)."))
            }
        }
    }

    private func window(_ contract: Contract) -> (String, Tone) {
        let language = page.language
        return switch contract.calendar.answer(at: page.now).map(\.state) {
        case .success(.open): (language.says("対応時間内", "open"), .good)
        case .success(.closed): (language.says("対応時間外", "closed"), .plain)
        case .failure: (language.says("暦が読めません", "no calendar"), .bad)
        }
    }

    private func sentence(_ contract: Contract) -> String {
        switch contract.calendar.answer(at: page.now) {
        case .success(let answer): answer.sentence(language: page.language)
        case .failure(let error):
            page.language.says("暦を読めませんでした。（\(error)）", "The calendar cannot be evaluated: \(error)")
        }
    }
}
