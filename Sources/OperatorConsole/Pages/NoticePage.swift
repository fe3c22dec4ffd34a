internal import CallTree
internal import Reports
internal import ServiceHours

/// A small page for a person whose form was not taken, or who may not read yet.
struct NoticePage {
    enum Notice: Hashable {
        case signIn
        case wrongToken
        case otherSite
        case sessionOver
        case formIncomplete
        case telephoneCannot
        case unknownIncident(IncidentID)
        /// The journal cannot be read, and why.
        case unreadableJournal(String)
        /// What the engine answered, in its own words.
        case refused(String)
    }

    let notice: Notice
    let language: Language

    var html: String {
        var page = MarkupText(.html)
        page.element("html", ["lang": language.tag]) { page in
            page.constant("\n<head>\n<meta charset=\"utf-8\">\n")
            page.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            page.element("title", text: "NightCall")
            page.empty("link", ["rel": "stylesheet", "href": "/console.css"])
            page.constant("\n</head>\n")
            page.element("body") { page in
                page.element("main") { page in
                    page.element("h1", text: language.says("NightCall 監視席", "NightCall operator's desk"))
                    if let words {
                        page.element("p", ["role": "alert", "class": "badge bad"], text: words)
                    }
                    if offersSignIn { SignInForm(language: language).write(to: &page) }
                    page.element("p") { page in
                        page.element("a", ["href": "/" + language.query], text: language.says("戻る", "Back"))
                    }
                }
            }
        }
        return page.text
    }

    private var words: String? {
        switch notice {
        case .signIn: nil
        case .wrongToken: language.says("トークンが違います。", "That is not an operator's token.")
        case .otherSite: language.says("別のサイトからの操作は受け付けません。", "A form of another site is not taken.")
        case .sessionOver:
            language.says("サインインの期限が切れました。もう一度サインインしてください。", "The session is over. Sign in again.")
        case .formIncomplete: language.says("フォームを受信できませんでした。", "The form did not come whole.")
        case .telephoneCannot:
            language.says("この電話では今その操作はできません。", "That cannot be done with this telephone now.")
        case .unknownIncident(let id):
            language.says("インシデント \(id) はありません。", "There is no incident \(id).")
        case .unreadableJournal(let why):
            language.says("記録を読めませんでした。（\(why.shown())）", "The journal could not be read: \(why.shown())")
        case .refused(let why): RefusalWords(why: why).words(language)
        }
    }

    private var offersSignIn: Bool {
        switch notice {
        case .signIn, .wrongToken, .sessionOver: true
        case .otherSite, .formIncomplete, .telephoneCannot, .unknownIncident, .unreadableJournal, .refused: false
        }
    }
}

/// Where an operator shows his token.
struct SignInForm {
    let language: Language

    func write(to page: inout MarkupText) {
        page.element("form", ["method": "post", "action": "/sign-in" + language.query]) { page in
            page.element("label") { page in
                page.element("span", text: language.says("トークン", "Token"))
                page.empty(
                    "input",
                    ["type": "password", "name": "token", "autocomplete": "current-password", "required": "required"])
            }
            page.element("button", text: language.says("サインイン", "Sign in"))
        }
    }
}

extension Language {
    /// What keeps the language from page to page.
    var query: String { says("", "?lang=en") }
}
