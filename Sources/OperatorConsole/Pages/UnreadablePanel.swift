internal import CallTree
internal import Reports
internal import ServiceHours

/// The bodies that could not be read. Each may have been an outage, so they stand high on the page.
struct UnreadablePanel {
    let page: ConsolePage

    func write(to markup: inout MarkupText) {
        let language = page.language
        let count = page.sight.unreadableCount
        guard count > 0 else { return }
        markup.heading(
            language.says(
                "読めなかった通知（\(count.grouped)件）", "Bodies that could not be read (\(count.grouped))"),
            id: "unreadable")
        markup.element(
            "p", ["class": "quiet"],
            text: language.says(
                "障害の知らせかもしれません。内容を確認してください。", "Each may have been an outage: have a look."))
        for kept in page.sight.unreadable { write(kept, to: &markup) }
        markup.more(count - page.sight.unreadable.count, language, id: "unreadable-more")
    }

    private func write(_ kept: UnreadableBodies.Kept, to markup: inout MarkupText) {
        let language = page.language
        markup.element("article", ["class": "row"]) { markup in
            markup.element("p") { markup in
                markup.write("\(kept.at.words(language)) ")
                if let origin = kept.origin {
                    markup.element("bdi", text: page.customer(origin.contract))
                    markup.write(" \(origin.source.text.shown(limit: 60))")
                } else {
                    markup.write(language.says("送信元不明", "sender unknown"))
                }
            }
            if let why = kept.origin?.why {
                markup.element("p") { markup in
                    markup.write(language.says("読めなかった理由: ", "Why: "))
                    markup.element("bdi", text: why.shown())
                }
            }
            markup.element("p", ["class": "quiet"]) { markup in
                markup.write(language.says("\(kept.byteCount)バイト ", "\(kept.byteCount) bytes "))
                if let file = kept.file { markup.element("bdi", text: file) }
            }
        }
    }
}
