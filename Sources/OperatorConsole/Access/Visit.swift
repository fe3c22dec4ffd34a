internal import CallTree
internal import Hummingbird
internal import ServiceHours

/// One request with what is known of who sent it.
struct Visit: Sendable {
    let request: Request
    let site: ConsoleSite
    /// Of the request's cookie.
    let session: OperatorAccess.Session?
    /// The operator whose token the request shows.
    let operatorShown: String?

    init(_ request: Request, site: ConsoleSite, access: OperatorAccess) {
        self.request = request
        self.site = site
        session = access.session(of: request, site: site)
        operatorShown = access.operatorShown(in: request, site: site)
    }

    var language: Language { request.uri.queryParameters["lang"] == "en" ? .english : .japanese }

    /// Where a form leads back to.
    var home: String { language == .english ? "/?lang=en" : "/" }

    enum Reading {
        case allowed
        case needsToken
        /// Asked under a name that is not this machine's.
        case misdirected
    }

    /// Whether the pages may be read.
    func reading(needsToken: Bool) -> Reading {
        if session != nil || operatorShown != nil { return .allowed }
        if needsToken { return .needsToken }
        return HostRule.isLocal(request.head.authority) ? .allowed : .misdirected
    }
}

extension Answer {
    static var needsToken: Answer {
        var answer = problem(.unauthorized, "an operator's token is needed")
        answer.headers.append((.wwwAuthenticate, "Bearer"))
        return answer
    }

    static let stopping = comeBack("the server is stopping")
}
