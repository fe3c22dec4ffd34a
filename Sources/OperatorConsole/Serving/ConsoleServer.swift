internal import CallTree
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
public import NightEngine
public import ServiceHours
internal import ServiceLifecycle
internal import Synchronization
public import Telephony

/// The server: alerts in, the operator's page and what programs ask out.
///
///     let server = ConsoleServer(engine: loop, journal: events, site: site, telephones: telephones, now: clock.now, settings: settings)
///     try await server.run { port in print("listening http://127.0.0.1:\(port)") }
///
/// `run` returns after `stop`, when the requests under way are answered.
public final class ConsoleServer: Sendable {
    private enum Running {
        case notYet
        case running(ServiceGroup)
        /// Stopped before it ran.
        case stopped
    }

    private let desk: ConsoleDesk
    private let settings: ConsoleSettings
    private let running = Mutex(Running.notYet)

    /// - Parameters:
    ///   - exchange: takes the callbacks of the lines' providers; nil when no line has any.
    ///   - runs: the way to whoever carries out runs.
    ///   - readiness: the way to whoever checks whether the night is armed.
    ///   - notices: the way to whoever knows what clouds have told.
    public init(
        engine: EngineLoop, journal: JournalEvents, site: ConsoleSite, telephones: SimulatedTelephones,
        exchange: Exchange? = nil, runs: RunDoor = .none, readiness: ReadinessDoor = .none,
        notices: NoticeDoor = .none,
        now: @escaping @Sendable () -> Instant, settings: ConsoleSettings
    ) {
        self.settings = settings
        desk = ConsoleDesk(
            engine: engine, journal: journal, site: site, telephones: telephones, exchange: exchange, runs: runs,
            readiness: readiness, notices: notices, now: now, settings: settings)
    }

    /// Serves until `stop`.
    ///
    /// - Parameter whenListening: called once with the port, as soon as the socket takes connections.
    /// - Throws: when the address cannot be listened on.
    public func run(whenListening: @escaping @Sendable (Int) -> Void) async throws {
        let responder = DeskResponder(desk: desk)
        let trusted = settings.trustedNetworks
        let idle = TimeAmount.seconds(Int64(settings.idleSeconds))
        let body = TimeAmount.seconds(Int64(settings.bodySeconds))
        let bounds = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                PeerGate(trusted), RequestDeadline(body: body, close: idle), WriteDeadline(idle), OldProtocol(),
            ],
            idleTimeout: idle,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200))
        var logger = Logger(label: "nightcall.console")
        logger.logLevel = .warning
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { LoopChannel(connection: HTTP1Channel(responder: $0, configuration: bounds)) },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionLimit)),
            onServerRunning: { channel in whenListening(channel.localAddress?.port ?? 0) },
            logger: logger)
        var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(settings.stopSeconds)
        let group = ServiceGroup(configuration: configuration)
        let mayRun = running.withLock { running in
            switch running {
            case .notYet:
                running = .running(group)
                return true
            case .running, .stopped: return false
            }
        }
        if mayRun { try await group.run() }
    }

    /// Takes no more connections, answers the requests under way, and ends `run`.
    public func stop() async {
        let group = running.withLock { running -> ServiceGroup? in
            switch running {
            case .notYet:
                running = .stopped
                return nil
            case .running(let group): return group
            case .stopped: return nil
            }
        }
        await group?.triggerGracefulShutdown()
    }

    /// Takes a reloaded site; requests under way finish with the old one.
    public func reload(_ site: ConsoleSite) {
        desk.reload(site)
    }
}

/// Between the web framework and the desk.
struct DeskResponder: HTTPResponder {
    typealias Context = BasicRequestContext
    let desk: ConsoleDesk

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let isHead = request.method == .head
        guard let route = Route(path: request.uri.path) else {
            return Answer.problem(.notFound, "there is nothing here").response(isHead: isHead)
        }
        guard request.method == route.method || isHead && route.method == .get else {
            var answer = Answer.problem(.methodNotAllowed, "this path takes \(route.method.rawValue)")
            answer.headers.append((.allow, route.method == .get ? "GET, HEAD" : route.method.rawValue))
            return answer.response(isHead: isHead)
        }
        switch route {
        case .alerts, .callback: return await desk.answer(route, request).response(isHead: isHead)
        case .page, .asset, .form, .api, .probe:
            // Pages and reports may take long to make, and must not hold up the connections of this loop.
            return await withTaskExecutorPreference(globalConcurrentExecutor) {
                await desk.answer(route, request).response(isHead: isHead)
            }
        }
    }
}
