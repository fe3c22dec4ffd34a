internal import HTTPTypes
internal import Hummingbird
internal import Reports
internal import ServiceHours

/// Who is signed in, and the way in or out. A part of its own, so that a page left open says when it no longer counts.
struct SessionLine {
    enum Standing: Hashable {
        case signedIn(name: String, formSecret: String)
        /// The browser still shows the cookie of a session that has ended, or that a restart has forgotten.
        case over
        case signedOut
        /// The site names nobody who could sign in.
        case noOperators
    }

    let standing: Standing
    let language: Language

    init(_ visit: Visit) {
        language = visit.language
        if let session = visit.session {
            standing = .signedIn(name: session.name, formSecret: session.formSecret)
        } else if visit.site.operators.isEmpty {
            standing = .noOperators
        } else {
            standing = visit.showsSessionCookie ? .over : .signedOut
        }
    }

    func write(to page: inout MarkupText) {
        page.element("div", ["id": "part-session", "class": "session"]) { page in
            switch standing {
            case .signedIn(let name, let secret):
                page.element("span", text: language.says("監視員 \(name)", "Operator \(name)"))
                page.form(to: "/sign-out", secret: secret, language: language) { page in
                    page.element("button", text: language.says("サインアウト", "Sign out"))
                }
            case .over:
                page.element(
                    "p", ["class": "badge bad", "role": "alert"],
                    text: language.says(
                        "サインインが切れました。もう一度サインインしてください。", "The session is over. Sign in again."))
                SignInForm(language: language).write(to: &page)
            case .signedOut: SignInForm(language: language).write(to: &page)
            case .noOperators:
                page.element(
                    "span", text: language.says("監視員の設定がないため閲覧のみ", "Reading only: the site names no operators"))
            }
        }
    }
}

extension Visit {
    /// A browser drops the cookie when its operator signs out, and not when the session ends here.
    fileprivate var showsSessionCookie: Bool {
        request.headers[values: .cookie].contains { field in
            field.split(separator: ";").contains { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
                return parts.count == 2 && parts[0] == OperatorAccess.cookieName && !parts[1].isEmpty
            }
        }
    }
}
