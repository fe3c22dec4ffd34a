internal import Hummingbird
internal import NightEngine
internal import ServiceHours
internal import Synchronization
internal import Telephony

/// Hands each request to the desk that answers it. Holds what the requests share.
final class ConsoleDesk: Sendable {
    private let engine: EngineLoop
    private let startedAt: Instant
    private let site: Mutex<ConsoleSite>
    private let gate: IntakeGate
    private let tally = IntakeTally()
    private let unreadable: UnreadableBodies
    private let access: OperatorAccess
    private let watch: BoardWatch
    private let intake: AlertIntake
    private let callbacks: CallbackDesk
    private let pages: PageDesk
    private let forms: FormDesk
    private let api: APIDesk

    init(
        engine: EngineLoop, journal: JournalEvents, site: ConsoleSite, telephones: SimulatedTelephones,
        exchange: Exchange?, runs: RunDoor, readiness: ReadinessDoor, notices: NoticeDoor,
        now: @escaping @Sendable () -> Instant,
        settings: ConsoleSettings
    ) {
        let reading = JournalReading(journal)
        self.engine = engine
        self.site = Mutex(site)
        startedAt = now()
        gate = IntakeGate(requestLimit: settings.intakeLimit, byteLimit: settings.intakeBytesLimit)
        unreadable = UnreadableBodies(folder: settings.unreadableFolder, now: now)
        access = OperatorAccess(cookieNeedsTLS: settings.readingNeedsToken, now: now)
        watch = BoardWatch(engine: engine, journal: reading, unreadable: unreadable)
        intake = AlertIntake(engine: engine, gate: gate, unreadable: unreadable, tally: tally, settings: settings)
        callbacks = CallbackDesk(exchange: exchange, gate: gate)
        pages = PageDesk(
            watch: watch, journal: reading, telephones: telephones, notices: notices, now: now, settings: settings)
        api = APIDesk(
            engine: engine, watch: watch, journal: reading, runs: runs, readiness: readiness, notices: notices)
        forms = FormDesk(api: api, access: access, telephones: telephones)
    }

    func reload(_ site: ConsoleSite) {
        self.site.withLock { $0 = site }
    }

    func answer(_ route: Route, _ request: Request) async -> Answer {
        let site = site.withLock { $0 }
        switch route {
        case .alerts(let contract, let source): return await intake.answer(contract, source, request, site: site)
        case .callback(let line, let id, let subject): return await callbacks.answer(line, id, subject, request)
        case .page(let page): return await pages.answer(page, Visit(request, site: site, access: access))
        case .asset(.style): return Answer(status: .ok, kind: .style, body: ConsoleAssets.style)
        case .asset(.script): return Answer(status: .ok, kind: .script, body: ConsoleAssets.script)
        case .form(let target): return await forms.answer(target, Visit(request, site: site, access: access))
        case .api(let call): return await api.answer(call, Visit(request, site: site, access: access))
        case .probe(.health): return HealthAnswers.alive
        case .probe(.readiness): return HealthAnswers.readiness(engine.state)
        case .probe(.metrics): return await metrics()
        }
    }

    private func metrics() async -> Answer {
        let sight = await watch.sight()
        let text = Metrics.text(
            board: sight?.board, health: engine.state, tally: tally, intakeRequests: gate.count,
            unreadableKept: unreadable.count, startedAt: startedAt)
        return Answer(status: .ok, kind: .metrics, body: text)
    }
}
