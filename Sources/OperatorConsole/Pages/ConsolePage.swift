internal import CallTree
internal import NightEngine
internal import Reports
internal import ServiceHours
internal import Telephony

/// The operator's page: one column that reads from what is burning down to what is merely good to know.
///
/// It works without a script (the browser then loads it again now and then); with one, the parts that move are fetched
/// each second. Everything that comes from outside is written through `MarkupText`, which escapes it.
struct ConsolePage {
    let sight: BoardWatch.Sight
    let site: ConsoleSite
    let telephones: SimulatedTelephones
    let notices: [ConsoleNotice]
    /// What the forms carry; nil for somebody who only reads.
    let formSecret: String?
    let language: Language
    let now: Instant
    let settings: ConsoleSettings

    func html(_ session: SessionLine) -> String {
        var page = MarkupText(.html)
        page.element("html", ["lang": language.tag]) { page in
            writeHead(to: &page)
            page.element("body") { page in
                page.element("main") { page in
                    writeHeader(session, to: &page)
                    writePanels(to: &page)
                    if !settings.version.isEmpty {
                        page.element("footer", ["class": "quiet"], text: "NightCall \(settings.version)")
                    }
                }
            }
        }
        return page.text
    }

    /// What moves, without a page around it: parts that the script exchanges one by one.
    var fragment: String {
        MarkupText.fragment { page in
            writeTop(to: &page)
            writePanels(to: &page)
        }
    }

    private func writeHead(to page: inout MarkupText) {
        page.constant("\n<head>\n<meta charset=\"utf-8\">\n")
        page.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        page.element("title", text: language.says("NightCall 監視席", "NightCall operator's desk"))
        page.empty("link", ["rel": "stylesheet", "href": "/console.css"])
        // Rarely enough that a reason can be typed in between.
        page.element("noscript") { $0.empty("meta", ["http-equiv": "refresh", "content": "15"]) }
        page.element("script", ["src": "/console.js", "defer": "defer"]) { _ in }
        page.constant("\n</head>\n")
    }

    private func writeHeader(_ session: SessionLine, to page: inout MarkupText) {
        page.element("header") { page in
            page.element("h1", text: language.says("NightCall 監視席", "NightCall operator's desk"))
            page.element(
                "p", ["class": "badge bad", "id": "lost", "role": "alert", "hidden": "hidden"],
                text: language.says(
                    "サーバーに接続できません。表示は古い可能性があります。", "The server cannot be reached. What you see may be old."))
            writeTop(to: &page)
            page.element("nav", ["class": "quiet"]) { page in
                switch language {
                case .japanese: page.element("a", ["href": "/?lang=en"], text: "English")
                case .english: page.element("a", ["href": "/"], text: "日本語")
                }
                session.write(to: &page)
            }
        }
    }

    /// The time, the service windows, and how much is going on.
    private func writeTop(to page: inout MarkupText) {
        page.element("p", ["id": "part-now", "class": "quiet"]) { page in
            page.element("time", ["datetime": now.rfc3339], text: now.words(language))
        }
        page.element("div", ["id": "part-windows"]) { WindowPanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-readiness"]) { ReadinessPanel(page: self).write(to: &$0) }
        // The script changes its text alone: an element that is exchanged is not read out.
        page.element("p", ["id": "counts", "role": "status", "aria-live": "polite"], text: countWords)
    }

    private var countWords: String {
        let counts = sight.board.counts
        let waiting = counts.waiting + counts.pending
        var words = [
            language.says("呼び出し中 \(counts.escalations.grouped)件", "being called: \(counts.escalations.grouped)"),
            language.says("呼び出し待ち \(waiting.grouped)件", "waiting: \(waiting.grouped)"),
            language.says("警報 \(counts.alarms.grouped)件", "alarms: \(counts.alarms.grouped)"),
        ]
        if sight.unreadableCount > 0 {
            words.append(
                language.says(
                    "読めなかった通知 \(sight.unreadableCount.grouped)件",
                    "unreadable bodies: \(sight.unreadableCount.grouped)"))
        }
        return words.joined(separator: language.says("・", ", "))
    }

    private func writePanels(to page: inout MarkupText) {
        page.element("div", ["id": "part-trouble"]) { TroublePanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-notices"]) { NoticePanel(page: self, notices: notices).write(to: &$0) }
        page.element("div", ["id": "part-trees"]) { TreePanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-waiting"]) { IncidentPanel(page: self).writeWaiting(to: &$0) }
        page.element("div", ["id": "part-recent"]) { IncidentPanel(page: self).writeRecent(to: &$0) }
        page.element("div", ["id": "part-unreadable"]) { UnreadablePanel(page: self).write(to: &$0) }
        if telephones.exist {
            page.element("div", ["id": "part-telephones"]) { TelephonePanel(page: self).write(to: &$0) }
        }
        page.element("div", ["id": "part-contracts"]) { ContractPanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-state"]) { StatePanel(page: self).write(to: &$0) }
    }

    // MARK: For the panels

    var hasForms: Bool { formSecret != nil }

    /// A form that the server takes only from this session.
    func writeForm(to path: String, page: inout MarkupText, _ content: (inout MarkupText) -> Void) {
        page.form(to: path, secret: formSecret ?? "", language: language, content)
    }

    func reportPath(_ id: IncidentID) -> String {
        "/incidents/\(id)" + language.query
    }

    /// The customer's name as the site states it today, or the contract's id.
    func customer(_ id: ContractID) -> String {
        (site.contract(id)?.contract.terms.customer ?? id.text).shown(limit: 60)
    }
}
