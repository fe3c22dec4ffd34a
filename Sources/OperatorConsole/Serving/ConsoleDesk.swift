internal import CallTree
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NightEngine
internal import Reports
internal import ServiceHours
internal import Synchronization
internal import Telephony

/// Answers each route. Holds what the requests share.
final class ConsoleDesk: Sendable {
    private let engine: EngineLoop
    private let telephones: SimulatedTelephones
    private let now: @Sendable () -> Instant
    private let settings: ConsoleSettings
    private let startedAt: Instant
    private let site: Mutex<ConsoleSite>
    private let gate: IntakeGate
    private let tally = IntakeTally()
    private let unreadable: UnreadableBodies
    private let access: OperatorAccess
    private let watch: BoardWatch
    private let intake: AlertIntake
    private let api: IncidentAPI

    init(
        engine: EngineLoop, journal: JournalEvents, site: ConsoleSite, telephones: SimulatedTelephones,
        now: @escaping @Sendable () -> Instant, settings: ConsoleSettings
    ) {
        self.engine = engine
        self.telephones = telephones
        self.now = now
        self.settings = settings
        self.site = Mutex(site)
        startedAt = now()
        gate = IntakeGate(requestLimit: settings.intakeLimit, byteLimit: settings.intakeBytesLimit)
        unreadable = UnreadableBodies(folder: settings.unreadableFolder, now: now)
        access = OperatorAccess(now: now)
        watch = BoardWatch(engine: engine, journal: journal, unreadable: unreadable)
        intake = AlertIntake(engine: engine, gate: gate, unreadable: unreadable, tally: tally, settings: settings)
        api = IncidentAPI(engine: engine, watch: watch, journal: journal)
    }

    func reload(_ site: ConsoleSite) {
        self.site.withLock { $0 = site }
    }

    func answer(_ route: Route, _ request: Request) async -> Answer {
        let site = site.withLock { $0 }
        switch route {
        case .alerts(let contract, let source): return await intake.answer(contract, source, request, site: site)
        case .health: return HealthAnswers.alive
        case .readiness: return HealthAnswers.readiness(engine.state)
        case .metrics: return await metrics()
        case .style: return Answer(status: .ok, kind: .style, body: ConsoleAssets.style)
        case .script: return Answer(status: .ok, kind: .script, body: ConsoleAssets.script)
        case .page, .live, .report: return await page(route, request, site)
        case .signIn, .signOut, .act: return await form(route, request, site)
        case .incidents, .incident: return await read(route, request, site)
        case .acknowledge, .cancel, .clearAlarm: return await ask(route, request, site)
        }
    }

    private func metrics() async -> Answer {
        let sight = await watch.sight()
        let text = Metrics.text(
            board: sight?.board, health: engine.state, tally: tally, intakeRequests: gate.count,
            unreadableKept: unreadable.count, startedAt: startedAt)
        return Answer(status: .ok, kind: .metrics, body: text)
    }

    // MARK: Pages

    private func page(_ route: Route, _ request: Request, _ site: ConsoleSite) async -> Answer {
        let session = access.session(of: request, site: site)
        let mayRead = mayRead(request, site, session)
        switch route {
        case .live:
            guard mayRead.isAllowed else { return mayRead.answer }
            guard let page = await consolePage(request, site, session) else { return Self.stopping }
            return .html(page.fragment)
        case .report(let id):
            guard mayRead.isAllowed else { return mayRead.answer }
            return report(id, language(of: request))
        case .page:
            if case .misdirected = mayRead { return mayRead.answer }
            guard mayRead.isAllowed else {
                return .html(SignInPage(language: language(of: request), isWrong: false).html, status: .unauthorized)
            }
            guard let page = await consolePage(request, site, session) else { return Self.stopping }
            return .html(page.html(.none))
        default: return .problem(.notFound, "there is nothing here")
        }
    }

    private func consolePage(
        _ request: Request, _ site: ConsoleSite, _ session: OperatorAccess.Session?
    ) async -> ConsolePage? {
        guard let sight = await watch.sight() else { return nil }
        return ConsolePage(
            sight: sight, site: site, telephones: telephones, session: session, language: language(of: request),
            now: now(), version: settings.version)
    }

    private func report(_ id: IncidentID, _ language: Language) -> Answer {
        switch api.report(of: id) {
        case .report(let report): .html(report.html(language: language))
        case .unknown: .problem(.notFound, "there is no incident \(id)")
        case .unreadable(let why): .problem(.internalServerError, why)
        }
    }

    private static let stopping = Answer.comeBack("the server is stopping")

    private func language(of request: Request) -> Language {
        request.uri.queryParameters["lang"] == "en" ? .english : .japanese
    }

    // MARK: Who may read

    private enum Reading {
        case allowed, unauthorized, misdirected

        var isAllowed: Bool { self == .allowed }

        var answer: Answer {
            switch self {
            case .allowed, .unauthorized: .problem(.unauthorized, "an operator's token is needed")
            case .misdirected: .problem(.misdirectedRequest, "ask under the address that the server printed")
            }
        }
    }

    private func mayRead(_ request: Request, _ site: ConsoleSite, _ session: OperatorAccess.Session?) -> Reading {
        if session != nil || access.operatorShown(in: request, site: site) != nil { return .allowed }
        if settings.readingNeedsToken { return .unauthorized }
        return HostRule.isLocal(request.head.authority) ? .allowed : .misdirected
    }

    // MARK: The API

    private func read(_ route: Route, _ request: Request, _ site: ConsoleSite) async -> Answer {
        guard let name = access.operatorShown(in: request, site: site) else { return Self.needsToken }
        _ = name
        switch route {
        case .incident(let id): return api.incident(id)
        default: return await api.incidents()
        }
    }

    private func ask(_ route: Route, _ request: Request, _ site: ConsoleSite) async -> Answer {
        guard let name = access.operatorShown(in: request, site: site) else { return Self.needsToken }
        switch await BodyReader.read(request, limit: Self.formLimit, seconds: settings.bodySeconds, pass: nil) {
        case .tooLarge, .noRoom: return .problem(.contentTooLarge, "the body is larger than \(Self.formLimit) bytes")
        case .incomplete: return .problem(.requestTimeout, "the body did not come")
        case .body(let body):
            switch route {
            case .acknowledge(let id): return await api.ask(.acknowledge(id, by: name))
            case .cancel(let id):
                return await api.ask(.cancel(id, by: name, reason: IncidentAPI.reason(in: body)))
            case .clearAlarm(let id): return await api.ask(.clearAlarm(id, by: name))
            default: return .problem(.notFound, "there is nothing here")
            }
        }
    }

    private static var needsToken: Answer {
        var answer = Answer.problem(.unauthorized, "an operator's token is needed")
        answer.headers.append((.wwwAuthenticate, "Bearer"))
        return answer
    }

    private static let formLimit = 16 << 10

    // MARK: Forms

    private func form(_ route: Route, _ request: Request, _ site: ConsoleSite) async -> Answer {
        guard Self.isFromHere(request) else { return .problem(.forbidden, "this form belongs to another site") }
        guard case .body(let body) = await BodyReader.read(
            request, limit: Self.formLimit, seconds: settings.bodySeconds, pass: nil)
        else { return .problem(.contentTooLarge, "the form could not be read") }
        let form = Form(body)
        let home = language(of: request) == .english ? "/?lang=en" : "/"
        if case .signIn = route { return await signIn(form, request, site, home: home) }
        guard let session = access.session(of: request, site: site), form["form"] == session.formSecret else {
            return .problem(.forbidden, "sign in again: the session is over, or the form is not its own")
        }
        switch route {
        case .signOut:
            var answer = Answer.seeOther(home)
            answer.headers.append((.setCookie, access.signOut(request)))
            return answer
        case .act(let act): return await perform(act, form, request, site, session, home: home)
        default: return .problem(.notFound, "there is nothing here")
        }
    }

    private func signIn(_ form: Form, _ request: Request, _ site: ConsoleSite, home: String) async -> Answer {
        guard let cookie = access.signIn(token: form["token"] ?? "", site: site) else {
            return .html(SignInPage(language: language(of: request), isWrong: true).html, status: .unauthorized)
        }
        var answer = Answer.seeOther(home)
        answer.headers.append((.setCookie, cookie))
        return answer
    }

    private func perform(
        _ act: Route.Act, _ form: Form, _ request: Request, _ site: ConsoleSite, _ session: OperatorAccess.Session,
        home: String
    ) async -> Answer {
        let reason = String((form["reason"] ?? "").unicodeScalars.prefix(IncidentAPI.reasonLimit))
        let asked: OperatorRequest
        switch act {
        case .acknowledge(let id): asked = .acknowledge(id, by: session.name)
        case .cancel(let id): asked = .cancel(id, by: session.name, reason: reason)
        case .clearAlarm(let id): asked = .clearAlarm(id, by: session.name)
        case .telephone(let contract, let contact):
            let owner = TelephoneOwner(contract: contract, contact: contact)
            return handle(form["deed"] ?? "", owner, site) ? .seeOther(home)
                : .problem(.conflict, "that cannot be done with this telephone now")
        }
        let answer = await api.ask(asked)
        return answer.status == .ok ? .seeOther(home) : answer
    }

    private func handle(_ deed: String, _ owner: TelephoneOwner, _ site: ConsoleSite) -> Bool {
        guard site.contract(owner.contract)?.contract.terms.contacts.contains(where: { $0.id == owner.contact }) == true
        else { return false }
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

    /// A browser says where a form comes from (Fetch Metadata, and `Origin` by RFC 6454); what says nothing is no browser.
    private static func isFromHere(_ request: Request) -> Bool {
        if let site = request.headers[fetchSite], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority else { return false }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
