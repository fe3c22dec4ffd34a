import CallTree
import DrillSimulator
import NightEngine
import ServiceHours
import Testing

/// A night told by hand: inputs at times, and what was decided as short lines, each after the seconds since the start.
///
///     var night = Night(.acme())
///     night.fires("disk")
///     #expect(night.news == ["0 opened 1", "0 started 1: 1", "0 placed 1.1.1 sim"])
///
/// Mails are delivered as soon as they are owed. Every event is also held against the outside check.
struct Night {
    private(set) var step: EngineStep
    private(set) var now: Instant
    private(set) var lastReplies: [Reply] = []
    private(set) var check: OutsideCheck
    private let start: Instant
    private let capacities: [LineID: LineCapacity]
    private var contracts: [Contract]
    private var lines: [String] = []
    private var open: [RecordedEvent] = []
    private var all: [RecordedEvent] = []
    private var sequence = 0
    private var highest = Board.Counters()

    /// Wednesday 2026-11-25 02:00 Japan time: the window has been open since 17:00 and closes at 9:00.
    static let wednesdayNight = Instant(microseconds: 1_795_539_600_000_000)
    static let wednesdayClosing = wednesdayNight + .hours(7)
    static let wednesdayOpening = wednesdayNight + .hours(15)
    static let sim = LineID("sim")

    init(_ contracts: Contract..., at start: Instant = Night.wednesdayNight, capacities: [LineID: LineCapacity] = [:]) {
        step = EngineStep(board: Board(contracts: contracts, capacities: capacities))
        check = OutsideCheck(capacities: capacities, contracts: contracts)
        now = start
        self.start = start
        self.capacities = capacities
        self.contracts = contracts
    }

    var board: Board { step.board }

    /// What was decided since it was last asked.
    var news: [String] {
        mutating get {
            defer { lines = [] }
            return lines
        }
    }

    /// As `news`, only those lines that contain one of the words.
    mutating func news(of words: String...) -> [String] {
        news.filter { line in words.contains { line.contains($0) } }
    }

    // MARK: What happens

    mutating func take(_ inputs: Input...) { take(inputs) }

    mutating func fires(_ keys: String..., for contract: String = "acme", severity: Severity = .critical) {
        take([.alertsReceived(ContractID(contract), keys.map { Self.alert($0, .firing, severity) })])
    }

    mutating func recovers(_ keys: String..., for contract: String = "acme") {
        take([.alertsReceived(ContractID(contract), keys.map { Self.alert($0, .resolved) })])
    }

    mutating func updates(_ key: String, for contract: String = "acme") {
        take([.alertsReceived(ContractID(contract), [Self.alert(key, .update)])])
    }

    /// A report of the call under way of a contract.
    mutating func reports(_ report: CallReport, for contract: String = "acme") {
        guard let call = call(of: contract) else {
            Issue.record("no call of \(contract) is under way for \(report)")
            return
        }
        take(.callReported(call.id, report))
    }

    mutating func presses(_ digit: UInt8, for contract: String = "acme") {
        guard let call = call(of: contract) else {
            Issue.record("no call of \(contract) is under way for key \(digit)")
            return
        }
        take(.keyPressed(call.id, .digit(digit)))
    }

    /// Rings and is answered by a person.
    mutating func isAnswered(for contract: String = "acme", by answerer: Answerer = .person) {
        reports(.ringing, for: contract)
        reports(.answered(by: answerer), for: contract)
    }

    /// Time goes by; everything due on the way happens at its instant.
    mutating func passes(_ span: Span) { reaches(now + span) }

    mutating func reaches(_ instant: Instant) {
        while let deadline = board.nextDeadline, deadline <= instant {
            now = max(now, deadline)
            take(.woke)
        }
        now = instant
    }

    /// The process is away for a while, and wakes late.
    mutating func sleeps(until instant: Instant) {
        now = instant
        take(.woke)
    }

    mutating func clockSteps(by span: Span) {
        now = now + span
        take(.clockStepped(by: span))
    }

    mutating func loads(_ contracts: Contract...) {
        self.contracts = contracts
        step.load(contracts)
        take(.woke)
    }

    /// The process dies and starts again at once from what its journal holds open.
    mutating func crashes() {
        var board = Board(contracts: contracts, capacities: capacities)
        for event in open { board.restore(event) }
        board.finishRestoring(highest: highest)
        board.restoreCalls(all)
        step = EngineStep(board: board)
        _ = step.startOver(hearingLinesUntil: now)
        take(.woke)
    }

    // MARK: What is

    func call(of contract: String = "acme") -> Call? {
        board.escalations.values.filter { $0.terms.id == ContractID(contract) }.sorted { $0.id < $1.id }
            .compactMap { escalation -> Call? in
                if case .calling(let call) = escalation.attempt?.state { call } else { nil }
            }.first
    }

    func speech(of contract: String = "acme") -> Speech {
        call(of: contract).map { board.speech(for: $0.id) } ?? .nothing
    }

    func end(of incident: Int) -> End? { board.incidents[IncidentID(incident)]?.end }

    private mutating func take(_ inputs: [Input]) {
        let taken = step.take(inputs, at: now, draw: 7)
        lastReplies = taken.replies
        for event in taken.events { record(event) }
        let mails = board.mails.keys.sorted().map { Input.mailDelivered($0) }
        if !mails.isEmpty {
            for event in step.take(mails, at: now, draw: 7).events { record(event) }
        }
    }

    private mutating func record(_ event: Event) {
        sequence += 1
        let recorded = RecordedEvent(sequence: sequence, instant: now, event: event)
        check.take(recorded)
        all.append(recorded)
        if let line = Self.line(event, start) { lines.append("\(now.since(start).seconds) \(line)") }
        switch event {
        case .incidentOpened(let id, _, _, _): highest.incident = id.number
        case .escalationStarted(let id, _, _, _): highest.escalation = id.number
        case .mailOwed(let id, _): highest.mail = id.number
        case .alarmRaised(let id, _): highest.alarm = id.number
        default: break
        }
        guard let subject = event.subject else { return }
        switch event.standing {
        case .opens, .continues: open.append(recorded)
        case .closes: open.removeAll { $0.event.subject == subject }
        }
    }

    private static func alert(_ key: String, _ status: Alert.Status, _ severity: Severity = .critical) -> Alert {
        Alert(source: SourceID("prom"), dedupKey: key, status: status, severity: severity, name: key)
    }
}
