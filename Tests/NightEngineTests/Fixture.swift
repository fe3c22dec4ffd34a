import CallTree
import EventJournal
import RunbookModel
import ServiceHours
import Synchronization

@testable import NightEngine

/// Friday 2026-11-20 22:00 in Japan: a weekday night.
let fridayNight = Instant(microseconds: 1_795_179_600_000_000)

/// A clock that stands still until a test moves it.
final class HandClock: EngineClock {
    private let state: Mutex<(wall: Instant, uptime: Span)>
    private let second: Span

    /// - Parameter second: how long a second of this clock takes really.
    init(_ start: Instant = fridayNight, second: Span = .seconds(1)) {
        state = Mutex((start, .zero))
        self.second = second
    }

    func now() -> Instant { state.withLock(\.wall) }
    func uptime() -> Span { state.withLock(\.uptime) }
    func realNanoseconds(for span: Span) -> UInt64 {
        UInt64(clamping: span.microseconds) * 1_000 / UInt64(1_000_000 / second.microseconds)
    }
    func draw() -> UInt64 { 7 }

    /// Time passes.
    func pass(_ span: Span) {
        state.withLock { state in
            state.wall = state.wall + span
            state.uptime = state.uptime + span
        }
    }

    /// The wall clock alone is moved.
    func step(_ span: Span) {
        state.withLock { $0.wall = $0.wall + span }
    }
}

/// Writes down what the engine asks for.
final class Spy: CallPerformer, MailPerformer {
    enum Asked: Equatable {
        case place(TryID, ContactID, resumed: Bool)
        case hangUp(TryID)
        case forget(TryID)
        case send(Mail.Kind)
    }

    private let asked = Mutex<[Asked]>([])

    func place(_ request: DialRequest, resumed: Bool) {
        asked.withLock { $0.append(.place(request.id, request.contact, resumed: resumed)) }
    }

    func hangUp(_ id: TryID) { asked.withLock { $0.append(.hangUp(id)) } }
    func forget(_ id: TryID) { asked.withLock { $0.append(.forget(id)) } }
    func send(_ id: MailID, _ mail: Mail) { asked.withLock { $0.append(.send(mail.kind)) } }

    /// What was asked since the last look.
    func take() -> [Asked] {
        asked.withLock { asked in
            defer { asked = [] }
            return asked
        }
    }
}

/// What was told, in its order.
final class Notebook<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])

    func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }

    /// What was told since the last look.
    func take() -> [Entry] {
        entries.withLock { entries in
            defer { entries = [] }
            return entries
        }
    }
}

/// An engine's worker on a memory journal, driven by hand.
struct Night {
    let journal: MemoryJournal
    let clock: HandClock
    let spy = Spy()
    let runSpy = RunSpy()
    var worker: EngineWorker
    let answers = Notebook<Submission>()
    let notices = Notebook<EngineNotice>()

    init(
        journal: MemoryJournal = MemoryJournal(), clock: HandClock = HandClock(),
        builtAt: Instant = Instant(microseconds: 0), contracts: [Contract] = [acme()], runs: RunSite = RunSite(),
        refusing: JournalError? = nil
    ) throws {
        journal.refuseAppends(with: refusing)
        try self.init(journal: journal, disk: journal, clock: clock, builtAt: builtAt, contracts: contracts, runs: runs)
    }

    /// A night whose disk has faults.
    init(disk: FaultyDisk, clock: HandClock = HandClock()) throws {
        try self.init(
            journal: disk.journal, disk: disk, clock: clock, builtAt: Instant(microseconds: 0), contracts: [acme()],
            runs: RunSite())
    }

    private init(
        journal: MemoryJournal, disk: any Journal, clock: HandClock, builtAt: Instant, contracts: [Contract],
        runs: RunSite
    ) throws {
        self.journal = journal
        self.clock = clock
        worker = try EngineWorker(
            contracts: contracts, capacities: [:], runs: runs, journal: disk, clock: clock, builtAt: builtAt,
            health: HealthBoard(clock: clock, notice: { [notices] in notices.add($0) }) { preconditionFailure($0) })
        worker.begin(Performers(calls: spy, mails: spy, runs: runSpy))
    }

    /// Hands inputs in as one batch and gives the answers that came.
    @discardableResult
    mutating func take(_ inputs: Input...) -> [Submission] {
        let items = inputs.map { input in InboxItem.input(.call(input)) { [answers] in answers.add($0.ofCall) } }
        _ = worker.turn(items)
        return answers.take()
    }

    mutating func look() -> Board {
        let seen = Mutex<Board?>(nil)
        _ = worker.turn([.look { board in seen.withLock { $0 = board } }])
        return seen.withLock { $0 } ?? Board(contracts: [])
    }

    var events: [Event] {
        get throws {
            var events: [Event] = []
            try JournalEvents(journal).all { events.append($0.event) }
            return events
        }
    }
}

func acme(_ change: (inout CallPolicy) -> Void = { _ in }) -> Contract {
    var calls = CallPolicy()
    calls.routes = [LineID("sim")]
    change(&calls)
    let contacts = [("sato", "+819012345678"), ("suzuki", "+819012345679")].compactMap { id, number in
        PhoneNumber(e164: number).map { Contact(id: ContactID(id), name: id, phone: $0) }
    }
    return Contract(
        terms: CallTerms(
            id: ContractID("acme"), customer: "アクメ", contacts: contacts, calls: calls, mail: ["desk@acme.example.jp"]),
        calendar: ServiceCalendar(rules: HoursRules(), holidays: HolidayCalendar(announcedThrough: 2027)),
        designated: [Designation()])
}

func firing(_ key: String) -> Input {
    .alertsReceived(
        ContractID("acme"),
        [Alert(source: SourceID("prom"), dedupKey: key, status: .firing, severity: .critical, summary: "disk full")])
}

/// The n-th try of an attempt of an escalation.
func call(_ escalation: Int, _ attempt: Int, _ number: Int = 1) -> TryID {
    TryID(attempt: AttemptID(escalation: EscalationID(escalation), number: attempt), number: number)
}
