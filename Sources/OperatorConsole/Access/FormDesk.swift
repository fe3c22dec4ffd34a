internal import CallTree
internal import HTTPTypes
internal import Hummingbird
internal import Telephony

/// Takes the forms of the page: only from this site's own pages, and only with the secret of the session that was shown
/// the form.
struct FormDesk: Sendable {
    let api: APIDesk
    let access: OperatorAccess
    let telephones: SimulatedTelephones

    func answer(_ target: Route.FormTarget, _ visit: Visit) async -> Answer {
        guard Self.isFromHere(visit.request) else { return notice(.otherSite, .forbidden, visit) }
        switch await BodyReader.read(visit.request, limit: APIDesk.bodyLimit, pass: nil) {
        case .tooLarge, .noRoom: return notice(.formIncomplete, .contentTooLarge, visit)
        case .incomplete: return notice(.formIncomplete, .requestTimeout, visit)
        case .body(let body): return await answer(target, Form(body), visit)
        }
    }

    private func answer(_ target: Route.FormTarget, _ form: Form, _ visit: Visit) async -> Answer {
        if case .signIn = target { return signIn(form, visit) }
        guard let session = visit.session, form["form"] == session.formSecret else {
            return notice(.sessionOver, .forbidden, visit)
        }
        switch target {
        case .signIn: return signIn(form, visit)
        case .signOut: return home(visit, cookie: access.signOut(visit.request))
        case .acknowledge(let id): return await ask(.acknowledge(id, by: session.name), visit)
        case .cancel(let id):
            return await ask(.cancel(id, by: session.name, reason: APIDesk.cut(form["reason"] ?? "")), visit)
        case .clearAlarm(let id): return await ask(.clearAlarm(id, by: session.name), visit)
        case .telephone(let contract, let contact):
            let owner = TelephoneOwner(contract: contract, contact: contact)
            let isDone = isKnown(owner, visit.site) && handle(form["deed"] ?? "", owner)
            return isDone ? home(visit) : notice(.telephoneCannot, .conflict, visit)
        }
    }

    private func signIn(_ form: Form, _ visit: Visit) -> Answer {
        guard let cookie = access.signIn(token: form["token"] ?? "", site: visit.site) else {
            return notice(.wrongToken, .unauthorized, visit)
        }
        return home(visit, cookie: cookie)
    }

    private func ask(_ request: OperatorRequest, _ visit: Visit) async -> Answer {
        switch await api.wish(request) {
        case .done: home(visit)
        case .refused(let why): notice(.refused(why), .conflict, visit)
        case .notNow(let why): notice(.refused(why), .serviceUnavailable, visit)
        }
    }

    private func notice(_ notice: NoticePage.Notice, _ status: HTTPResponse.Status, _ visit: Visit) -> Answer {
        .html(NoticePage(notice: notice, language: visit.language).html, status: status)
    }

    private func home(_ visit: Visit, cookie: String? = nil) -> Answer {
        var answer = Answer.seeOther(visit.home)
        if let cookie { answer.headers.append((.setCookie, cookie)) }
        return answer
    }

    // MARK: Simulated telephones

    private func isKnown(_ owner: TelephoneOwner, _ site: ConsoleSite) -> Bool {
        let contacts = site.contract(owner.contract)?.contract.terms.contacts ?? []
        return contacts.contains { $0.id == owner.contact }
    }

    /// False when the word is unknown, or it cannot be done now.
    private func handle(_ deed: String, _ owner: TelephoneOwner) -> Bool {
        switch deed {
        case "by-hand": telephones.setByHand(true, for: owner)
        case "automatic": telephones.setByHand(false, for: owner)
        case "pick-up": return telephones.handle(.pickUp, at: owner)
        case "machine": return telephones.handle(.answerByMachine, at: owner)
        case "let-ring": return telephones.handle(.letRing, at: owner)
        case "hang-up": return telephones.handle(.hangUp, at: owner)
        default:
            guard deed.hasPrefix("key-"), let key = Key(String(deed.dropFirst(4))) else { return false }
            return telephones.handle(.press(key), at: owner)
        }
        return true
    }

    // MARK: Where a form comes from

    /// A browser says it (Fetch Metadata, and `Origin` by RFC 6454); what says nothing is no browser, and has no cookie
    /// that somebody else could abuse.
    private static func isFromHere(_ request: Request) -> Bool {
        if let site = request.headers[.fetchSite], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority else { return false }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }
}
