internal import Reports
internal import ServiceHours

extension MarkupText {
    /// What is written, without a page around it.
    static func fragment(_ write: (inout MarkupText) -> Void) -> String {
        var page = MarkupText(.html)
        let start = page.text.endIndex
        write(&page)
        return String(page.text[start...])
    }

    /// A heading that the script can tell from its neighbours.
    mutating func heading(_ text: String, id: String) {
        constant("\n")
        element("h2", ["id": id], text: text)
    }

    /// A form that the server takes only with the secret of the session that was shown it.
    mutating func form(
        to path: String, secret: String, language: Language, _ content: (inout MarkupText) -> Void
    ) {
        element("form", ["method": "post", "action": path + language.query]) { page in
            page.empty("input", ["type": "hidden", "name": "form", "value": secret])
            content(&page)
        }
    }

    /// How many more there are than are shown; nothing when all are.
    mutating func more(_ count: Int, _ language: Language, id: String) {
        guard count > 0 else { return }
        element(
            "p", ["class": "quiet", "id": id],
            text: language.says("ほか\(count.grouped)件", "\(count.grouped) more"))
    }
}

extension Int {
    /// `4,980`.
    var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return self < 0 ? "-" + text : text
    }
}
