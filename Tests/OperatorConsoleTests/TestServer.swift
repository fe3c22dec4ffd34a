import AlertSources
import CallTree
import EventJournal
import Foundation
import NightEngine
import OperatorConsole
import ServiceHours
import Synchronization
import Telephony
import Testing

/// A whole server in this process: the engine over a journal in memory, the simulated line, the console on a free port.
/// Time begins on a Saturday night and passes faster than outside.
final class TestServer: Sendable {
    let client: RawClient
    let journal: MemoryJournal
    /// What the console reads of the journal.
    let reader: CountingReader
    let engine: EngineLoop
    let server: ConsoleServer
    let telephones: SimulatedTelephones
    let folder: String

    static let sourceToken = "source-secret"
    static let operatorToken = "operator-secret"

    private init(
        client: RawClient, journal: MemoryJournal, reader: CountingReader, engine: EngineLoop, server: ConsoleServer,
        telephones: SimulatedTelephones, folder: String
    ) {
        self.client = client
        self.journal = journal
        self.reader = reader
        self.engine = engine
        self.server = server
        self.telephones = telephones
        self.folder = folder
    }

    /// Runs the body against a server, and stops the server afterwards.
    static func with(
        reaction: @escaping @Sendable (DialRequest) -> CalleeReaction = { _ in .noAnswer },
        customer: String = "株式会社アクメ", speed: Int = 100, escalationsPerHour: Int = 6, folder given: String? = nil,
        settings change: (inout ConsoleSettings) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    ) async throws {
        let folder = given ?? newFolder()
        // A folder that was given may serve another server after this one.
        defer { if given == nil { remove(folder) } }
        var settings = ConsoleSettings(unreadableFolder: folder)
        change(&settings)
        let clock = FastClock(speed: Int64(speed))
        let journal = MemoryJournal()
        let reader = CountingReader(journal)
        let contract = contract(customer: customer, escalationsPerHour: escalationsPerHour)
        let engine = try EngineLoop(
            contracts: [contract], capacities: [:], journal: journal, clock: clock, builtAt: Instant(microseconds: 0),
            whenDoomed: { preconditionFailure($0) })
        let report: CallReporter = { await engine.submit($0) }
        let line = SimulatedLine(
            behaviour: .init(times: CalleeTimes(), reaction: reaction), clock: clock, report: report)
        let telephones = SimulatedTelephones(lines: [line])
        let server = ConsoleServer(
            engine: engine, journal: JournalEvents(reader), site: site(contract), telephones: telephones,
            now: clock.now, settings: settings)
        engine.start(calls: Exchange(drivers: [LineID("sim"): line], report: report), mails: Postman(engine: engine))
        defer { engine.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ports, continuation) = AsyncStream<Int>.makeStream()
            group.addTask { try await server.run { continuation.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { return }
            let test = TestServer(
                client: RawClient(port: port), journal: journal, reader: reader, engine: engine, server: server,
                telephones: telephones, folder: folder)
            do {
                try await body(test)
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
            try await group.waitForAll()
        }
    }

    private static func contract(customer: String, escalationsPerHour: Int) -> Contract {
        var calls = CallPolicy()
        calls.escalationsPerHour = escalationsPerHour
        calls.routes = [LineID("sim")]
        let contacts = [("sato", "佐藤", "+819000000001"), ("suzuki", "鈴木", "+819000000002")].compactMap {
            id, name, number in
            PhoneNumber(e164: number).map { Contact(id: ContactID(id), name: name, phone: $0) }
        }
        return Contract(
            terms: CallTerms(id: ContractID("acme"), customer: customer, contacts: contacts, calls: calls),
            calendar: ServiceCalendar(
                rules: HoursRules(always: true), holidays: HolidayCalendar(announcedThrough: 2027)),
            designated: [Designation()])
    }

    private static func site(_ contract: Contract) -> ConsoleSite {
        let sources: [ConsoleSource] = [("hand", "json"), ("prom", "alertmanager")].compactMap { id, kind in
            guard let type = SourceCatalogue.source(ofKind: kind), let secret = SourceCredential(token: sourceToken)
            else { return nil }
            return ConsoleSource(id: SourceID(id), kind: type, credential: secret)
        }
        let operators = [SourceCredential(token: operatorToken)].compactMap(\.self)
        return ConsoleSite(
            contracts: [ConsoleContract(contract, sources: sources)],
            operators: operators.map { ConsoleOperator(name: "山田", credential: $0) },
            lines: [ConsoleLine(id: LineID("sim"), kind: "simulated", slots: nil)])
    }
}

extension TestServer {
    /// Posts a body to the source of kind `json`.
    func post(
        _ body: some StringProtocol, to path: String = "/alerts/acme/hand", token: String? = sourceToken
    ) async throws -> RawClient.Reply {
        try await post(Array(body.utf8), to: path, token: token)
    }

    func post(
        _ body: [UInt8], to path: String = "/alerts/acme/hand", token: String? = sourceToken
    ) async throws -> RawClient.Reply {
        let headers = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        return try await client.send("POST", path, headers: headers, body: body)
    }

    static func firing(_ key: String, summary: String = "db-1 が応答しません") -> String {
        "{\"dedupKey\":\"\(key)\",\"status\":\"firing\",\"summary\":\"\(summary)\",\"severity\":\"critical\"}"
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> RawClient.Reply {
        try await client.send("GET", path, headers: headers)
    }

    static let asOperator = [("Authorization", "Bearer \(operatorToken)")]

    // MARK: Claims. The macro `#expect` does not take `try await` within a closure.

    func expect(_ status: Int, from reply: RawClient.Reply, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(reply.status == status, "\(reply.body)", sourceLocation: sourceLocation)
    }

    func expect(_ text: String, in reply: RawClient.Reply, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(reply.body.contains(text), sourceLocation: sourceLocation)
    }

    /// Looks again until it is so; time passes fast here. Each look is a request, which is pause enough.
    func expectEventually(
        sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
    ) async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < limit {
            if try await isSo() { return }
        }
        Issue.record("it never came to be", sourceLocation: sourceLocation)
    }
}

/// So many seconds pass in one.
struct FastClock: EngineClock {
    let speed: Int64
    private let start = ContinuousClock.now
    /// 2026-11-21T22:00:00+09:00, a Saturday.
    init(speed: Int64) {
        self.speed = speed
    }

    private static let evening = Instant(microseconds: 1_795_266_000_000_000)

    func now() -> Instant { Self.evening + uptime() }

    func uptime() -> Span {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Span(microseconds: (seconds * 1_000_000 + attoseconds / 1_000_000_000_000) * speed)
    }

    func realNanoseconds(for span: Span) -> UInt64 {
        UInt64(max(span.microseconds, 0) * 1_000 / speed)
    }

    func draw() -> UInt64 { 4 }
}

/// Every mail leaves at once.
struct Postman: MailPerformer {
    let engine: EngineLoop
    func send(_ id: MailID, _ mail: Mail) { engine.tell(.mailDelivered(id)) }
}
