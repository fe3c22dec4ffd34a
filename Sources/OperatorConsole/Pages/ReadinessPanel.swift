internal import CallTree
internal import Reports
internal import ServiceHours

/// The light that says whether tonight is armed, and what stands in the way when it is not.
struct ReadinessPanel {
    let page: ConsolePage
    /// A finding of the evening before says nothing of tonight.
    private static let freshness = Span.hours(25)

    func write(to markup: inout MarkupText) {
        let language = page.language
        guard let found = page.sight.board.readiness else {
            // A site that makes no such checks has no such light.
            guard page.site.checksReadiness else { return }
            return badge(language.says("今夜の待機は未点検", "Not checked yet"), .plain, note: nil, to: &markup)
        }
        let at = language.says("点検 \(found.at.words(language))", "checked \(found.at.words(language))")
        if page.now.since(found.at) > Self.freshness {
            return badge(language.says("点検が古い", "The check is old"), .warn, note: at, to: &markup)
        }
        if found.readiness.isArmed {
            return badge(language.says("今夜の待機は準備完了", "Tonight is armed"), .good, note: at, to: &markup)
        }
        badge(language.says("今夜の待機に支障あり", "Tonight is not armed"), .bad, note: at, to: &markup)
        markup.element("ul", ["class": "plainlist", "id": "readiness-faults"]) { markup in
            for fault in found.readiness.faults.prefix(20) { markup.element("li", text: fault.words(language)) }
        }
        markup.more(found.readiness.faults.count - 20, language, id: "readiness-more")
    }

    private func badge(_ text: String, _ tone: Tone, note: String?, to markup: inout MarkupText) {
        markup.element("p") { markup in
            markup.element("span", ["class": "badge \(tone.rawValue)", "id": "readiness"], text: text)
            if let note {
                markup.write(" ")
                markup.element("span", ["class": "quiet"], text: note)
            }
        }
    }
}
