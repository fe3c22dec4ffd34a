internal import CallTree
internal import NightEngine
internal import Reports
internal import ServiceHours
internal import Telephony

/// The operator's page: one column that reads from what is burning down to what is merely good to know.
///
/// It works without a script (the browser then loads it again every five seconds); with one, the part that moves is
/// fetched each second. Everything that comes from outside is written through `MarkupText`, which escapes it.
struct ConsolePage {
    let sight: BoardWatch.Sight
    let site: ConsoleSite
    let telephones: SimulatedTelephones
    /// Nil for somebody who only reads.
    let session: OperatorAccess.Session?
    let language: Language
    let now: Instant
    let settings: ConsoleSettings

    var html: String {
        var page = MarkupText(.html)
        page.element("html", ["lang": language.tag]) { page in
            writeHead(to: &page)
            page.element("body") { page in
                page.element("main") { page in
                    writeHeader(to: &page)
                    page.element("div", ["id": "live"]) { writeLive(to: &$0) }
                    page.element("footer", ["class": "quiet"], text: "NightCall \(settings.version)")
                }
            }
        }
        return page.text
    }

    /// What moves, without a page around it: parts that the script exchanges one by one.
    var fragment: String {
        var page = MarkupText(.html)
        let start = page.text.endIndex
        writeLive(to: &page)
        return String(page.text[start...])
    }

    private func writeHead(to page: inout MarkupText) {
        page.constant("\n<head>\n<meta charset=\"utf-8\">\n")
        page.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        page.element("title", text: language.says("NightCall 監視席", "NightCall operator's desk"))
        page.empty("link", ["rel": "stylesheet", "href": "/console.css"])
        page.element("noscript") { $0.empty("meta", ["http-equiv": "refresh", "content": "5"]) }
        page.element("script", ["src": "/console.js", "defer": "defer"]) { _ in }
        page.constant("\n</head>\n")
    }

    private func writeHeader(to page: inout MarkupText) {
        page.element("header") { page in
            page.element("h1", text: language.says("NightCall 監視席", "NightCall operator's desk"))
            page.element("nav", ["class": "quiet"]) { page in
                switch language {
                case .japanese: page.element("a", ["href": "/?lang=en"], text: "English")
                case .english: page.element("a", ["href": "/"], text: "日本語")
                }
                writeSession(to: &page)
            }
            page.element(
                "p", ["class": "badge bad", "id": "lost", "hidden": "hidden"],
                text: language.says(
                    "サーバーに接続できません。表示は古い可能性があります。", "The server cannot be reached. What you see may be old."))
        }
    }

    private func writeSession(to page: inout MarkupText) {
        if let session {
            page.element("span", text: language.says("監視員 \(session.name)", "Operator \(session.name)"))
            writeForm(to: "/sign-out", page: &page) { page in
                page.element("button", text: language.says("サインアウト", "Sign out"))
            }
        } else if !site.operators.isEmpty {
            SignInForm(language: language).write(to: &page)
        } else {
            page.element("span", text: language.says("操作者の設定がないため閲覧のみ", "Reading only: the site names no operators"))
        }
    }

    private func writeLive(to page: inout MarkupText) {
        page.element("div", ["id": "part-now"]) { page in
            page.element("p", ["class": "quiet"]) { page in
                page.element("time", ["datetime": now.rfc3339], text: now.words(language))
            }
        }
        page.element("div", ["id": "part-trouble"]) { TroublePanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-trees"]) { TreePanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-incidents"]) { IncidentPanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-unreadable"]) { UnreadablePanel(page: self).write(to: &$0) }
        if telephones.exist {
            page.element("div", ["id": "part-telephones"]) { TelephonePanel(page: self).write(to: &$0) }
        }
        page.element("div", ["id": "part-contracts"]) { ContractPanel(page: self).write(to: &$0) }
        page.element("div", ["id": "part-state"]) { StatePanel(page: self).write(to: &$0) }
    }

    // MARK: For the panels

    /// A form that the server takes only from this session.
    func writeForm(to path: String, page: inout MarkupText, _ content: (inout MarkupText) -> Void) {
        page.element("form", ["method": "post", "action": path + language.query]) { page in
            page.empty("input", ["type": "hidden", "name": "form", "value": session?.formSecret ?? ""])
            content(&page)
        }
    }

    func reportPath(_ id: IncidentID) -> String {
        "/incidents/\(id)" + language.query
    }

    /// The customer's name as the site states it today, or the contract's id.
    func customer(_ id: ContractID) -> String {
        (site.contract(id)?.contract.terms.customer ?? id.text).shown(limit: 60)
    }
}
