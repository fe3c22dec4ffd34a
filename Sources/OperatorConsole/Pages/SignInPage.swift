internal import Reports
internal import ServiceHours

/// What somebody sees who may not read yet, or showed a wrong token.
struct SignInPage {
    let language: Language
    let isWrong: Bool

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
                    if isWrong {
                        page.element("p", ["role": "alert"]) { page in
                            page.element(
                                "span", ["class": "badge bad"],
                                text: language.says("トークンが違います。", "That is not an operator's token."))
                        }
                    }
                    page.element("form", ["method": "post", "action": "/sign-in" + language.says("", "?lang=en")]) {
                        page in
                        page.element("label") { page in
                            page.element("span", text: language.says("トークン", "Token"))
                            page.empty(
                                "input",
                                [
                                    "type": "password", "name": "token", "autocomplete": "current-password",
                                    "required": "required",
                                ])
                        }
                        page.element("button", text: language.says("サインイン", "Sign in"))
                    }
                    page.element("p") { page in
                        page.element(
                            "a", ["href": "/" + language.says("", "?lang=en")], text: language.says("戻る", "Back"))
                    }
                }
            }
        }
        return page.text
    }
}
