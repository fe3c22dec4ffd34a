public import CallTree
import ServiceHours

/// Whether the calls of a night were made by the book, seen from outside.
///
/// Fed with recorded events, in order and from the first, and with nothing of the board that decided them. It keeps a
/// small model of its own and says in sentences what was broken. The walk and every drill are held against it.
///
///     var check = OutsideCheck(capacities: [LineID("sim"): 2], contracts: contracts)
///     for event in events { check.take(event) }
///     check.finish()
///     check.violations      // empty when all was by the book
public struct OutsideCheck: Sendable {
    public internal(set) var violations: [Violation] = []
    var trees: [EscalationID: Tree] = [:]
    var troubles: [IncidentID: Trouble] = [:]
    var numbers: [PhoneNumber: NumberModel] = [:]
    /// The calls to each number by the noon in Japan that began the day.
    var callsByNoon: [PhoneNumber: [Instant: Int]] = [:]
    var desks: [ContractID: DeskModel] = [:]
    var calls: [LineID: Int] = [:]
    /// Lines that are out, by the alarm that says so.
    var outLines: [AlarmID: LineID] = [:]
    /// Mails that events have made due and that were not yet owed.
    var mailsDue: [DueMail] = []
    /// Trees that must go on with an incident in this very step.
    var resumptionsDue: [DueResumption] = []
    var clockTrusted = true
    let capacities: [LineID: LineCapacity]
    /// When each line dialled last.
    var dialled: [LineID: Instant] = [:]
    /// What was open when the journal was restored: nobody may be called for it.
    var outdated: Set<IncidentID> = []
    let contracts: [ContractID: Contract]
    /// The event that is being looked at.
    var sequence = 0
    var now = Instant(microseconds: .min)

    /// - Parameters:
    ///   - capacities: how many calls each line takes; a line that is not named has no limit.
    ///   - contracts: whose windows and choices count, so that what an escalation says of itself is not believed. Of a
    ///     contract that is not among them it is.
    public init(capacities: [LineID: LineCapacity] = [:], contracts: [Contract] = []) {
        self.capacities = capacities
        self.contracts = Dictionary(contracts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public mutating func take(_ recorded: RecordedEvent) {
        if recorded.instant != now { demandAtOnce() }
        sequence = recorded.sequence
        now = recorded.instant
        switch recorded.event {
        case .alarmRaised(let id, let alarm): raised(id, alarm)
        case .alarmCleared(let id, _): outLines[id] = nil
        case .alertRecorded, .lineChanged, .lineCounted, .readinessJudged, .mailDelivered, .attemptWaits, .hangUpAsked,
            .outcomeDecided, .tryUnsure:
            break  // no rule depends on it
        case .incidentOpened(let id, let contract, _, let course): opened(id, contract, course)
        case .alertHeard(let id): heard(id, recovered: false)
        case .alertRecovered(let id): heard(id, recovered: true)
        case .incidentReopened(let id, let reason, let course): reopened(id, reason, course)
        case .incidentDeferred(let id, _): troubles[id]?.place = .waiting
        case .incidentEnded(let id, let end, let reason): ended(id, end, reason)
        case .incidentForgotten(let id): forgotten(id)

        case .escalationStarted(let id, let terms, let carried, let closing): started(id, terms, carried, closing)
        case .incidentJoined(let id, let incident): joined(id, incident)
        case .escalationResumed(let id, let closing): resumed(id, closing)
        case .escalationEnded(let id, let end, let gatheringUntil): ended(id, end, gatheringUntil)
        case .escalationForgotten(let id): forgotten(id)

        case .tryPlaced(let id, let line, let digit): placed(id, line, digit)
        case .answered(let id, let answerer, let announced, let standing): answered(id, answerer, announced, standing)
        case .rang(let id): changeCall(id) { $0.rang = true }
        case .machineDetected(let id): changeCall(id) { $0.machine = true }
        case .promptEnded(let id): changeCall(id) { $0.promptsHeard += 1 }
        case .keyPressed(let id, let key): changeCall(id) { $0.keys.append(key) }
        // What is said in answer to the key stands for the second time.
        case .keyAnswered(let id): changeCall(id) { $0.promptsHeard = 1 }
        case .tryFailed(let id, let retryAt): failed(id, retryAt)
        case .tryLost(let id): release(id, beginsPause: trees[id.escalation]?.turn?.call?.reached ?? false)
        case .attemptEnded(let id, let outcome, _): ended(id, outcome)

        case .mailOwed(_, let mail): owed(mail)
        case .clockStepped(let span): stepped(span)
        case .clockJudged(let trusted): clockTrusted = trusted
        case .journalRestored: outdated = Set(troubles.filter { $0.value.end == nil }.keys)
        }
    }

    /// At the end of a run, when nothing is owed any more: everything that began has ended.
    public mutating func finish() {
        demandAtOnce()
        for (id, trouble) in troubles.sorted(by: { $0.key < $1.key }) {
            expect(trouble.end != nil, .unfinished, "incident \(id) has no end")
        }
        for (id, tree) in trees.sorted(by: { $0.key < $1.key }) {
            expect(tree.isOver, .unfinished, "escalation \(id) is not over")
            expect(tree.turn?.call == nil, .unfinished, "a call of escalation \(id) is not over")
        }
    }

    mutating func expect(_ holds: Bool, _ rule: Rule, _ sentence: @autoclosure () -> String) {
        if !holds { violations.append(Violation(rule: rule, sequence: sequence, at: now, sentence: sentence())) }
    }

    /// Whether the contract's window is open now; nil when that is not known.
    func isOpen(_ contract: ContractID) -> Bool? {
        contracts[contract]?.calendar.isOpen(at: now)
    }

    /// Spans keep their length when the wall clock moves.
    private mutating func stepped(_ span: Span) {
        troubles = troubles.mapValues { trouble in
            var trouble = trouble
            trouble.lastHeard = trouble.lastHeard + span
            return trouble
        }
        numbers = numbers.mapValues { NumberModel(holder: $0.holder, lastEnd: $0.lastEnd.map { $0 + span }) }
        trees = trees.mapValues { tree in
            var tree = tree
            if let turn = tree.turn {
                tree.turn?.firstFailure = turn.firstFailure.map { $0 + span }
                tree.turn?.retryAt = turn.retryAt.map { $0 + span }
            }
            return tree
        }
        desks = desks.mapValues { desk in
            DeskModel(
                running: desk.running, gatheringUntil: desk.gatheringUntil.map { $0 + span },
                starts: desk.starts.map { $0 + span })
        }
    }
}
