public import CallTree
public import ServiceHours

/// Whether calls were made exactly by the book, computed from the events and from nothing that decided them.
///
/// Takes the events of one incident or of a whole journal, in order. Of escalations whose start is missing nothing can be
/// said; they are counted in `untold`.
public struct TreeCheck: Hashable, Sendable {
    /// What the call tree promises (R4, R5 and "The call tree, exactly").
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// Contacts are called in their order, round after round, and no turn is left out.
        case order
        /// An escalation makes at most contacts times rounds attempts.
        case attemptLimit = "attempt-limit"
        /// No dial request leaves at or after the closing of the window.
        case closing
        /// A telephone rings no more often than the contract says.
        case rings
        /// A number has one call at a time, and its pause between two.
        case number
        /// An attempt counts as received only with the proof that the contract asks for.
        case proof
        /// Nobody is called when the tree is over, or when all it carried has ended.
        case over
        /// Attempts and incidents end once, by name.
        case ends
    }

    /// One place where a rule was broken.
    public struct Break: Hashable, Sendable {
        public let rule: Rule
        public let at: Instant
        /// The attempt that breaks it; nil where an incident does.
        public let attempt: AttemptID?
        public let incident: IncidentID?
    }

    public enum Finding: Hashable, Sendable {
        /// Kept, so many times.
        case kept(Int)
        case broken([Break])
        /// There was nothing to which the rule applies.
        case notApplicable
    }

    /// In the order of the events.
    public private(set) var breaks: [Break] = []
    /// Escalations whose start is missing.
    public private(set) var untold: Set<EscalationID> = []
    /// Rows of the journal could not be read: what looks like a break may stand in one of them.
    public internal(set) var isLackingRows = false
    private var kept: [Rule: Int] = [:]
    private var trees: [EscalationID: Tree] = [:]
    private var numbers: [PhoneNumber: Use] = [:]
    private var endedIncidents: Set<IncidentID> = []

    private struct Tree: Hashable {
        var terms: CallTerms
        var closing: Instant?
        var incidents: [IncidentID]
        var used = 0
        var keys: [Key] = []
        var digit: UInt8 = 0
        var answeredBy: Answerer?
        /// It ended and was not resumed.
        var isOver = false
        var holds: PhoneNumber?
    }

    private struct Use: Hashable {
        var holder: EscalationID?
        var lastEnd: Instant?
    }

    public init() {}

    public init(events: [RecordedEvent]) {
        for event in events { take(event) }
    }

    public func finding(_ rule: Rule) -> Finding {
        let broken = breaks.filter { $0.rule == rule }
        if !broken.isEmpty { return .broken(broken) }
        return kept[rule].map { .kept($0) } ?? .notApplicable
    }

    /// Nothing was broken, and nothing was untold.
    public var isByTheBook: Bool { breaks.isEmpty && untold.isEmpty && !isLackingRows }

    public mutating func take(_ recorded: RecordedEvent) {
        let at = recorded.instant
        switch recorded.event {
        case .escalationStarted(let id, let terms, let carried, let closing):
            trees[id] = Tree(terms: terms, closing: closing, incidents: carried)
        case .incidentJoined(let id, let incident):
            if isTold(id) { trees[id]?.incidents.append(incident) }
        case .escalationResumed(let id, let closing):
            if isTold(id) { trees[id]?.closing = closing }
            trees[id]?.isOver = false
        case .escalationEnded(let id, _, _): trees[id]?.isOver = true
        case .tryPlaced(let id, _, let digit): placed(id, digit, at: at)
        case .answered(let id, let answerer, _, _): trees[id.escalation]?.answeredBy = answerer
        case .machineDetected(let id): trees[id.escalation]?.answeredBy = .machine
        case .keyPressed(let id, let key): trees[id.escalation]?.keys.append(key)
        case .tryFailed(let id, _), .tryLost(let id): release(id.escalation, endedAt: nil)
        case .attemptEnded(let id, let outcome, let rings): ended(id, outcome, rings, at: at)
        case .incidentEnded(let id, _, _):
            judge(.ends, endedIncidents.insert(id).inserted, at: at, incident: id)
        case .incidentReopened(let id, _, _): endedIncidents.remove(id)
        case .clockStepped(let span):
            // Spans keep their length when the wall clock moves.
            numbers = numbers.mapValues { Use(holder: $0.holder, lastEnd: $0.lastEnd.map { $0 + span }) }
        case .escalationForgotten(let id): trees[id] = nil
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentDeferred, .incidentForgotten,
            .attemptWaits, .rang, .promptEnded, .keyAnswered, .outcomeDecided, .hangUpAsked, .tryUnsure, .mailOwed,
            .mailDelivered, .alarmRaised, .alarmCleared, .lineChanged, .lineCounted, .readinessJudged, .clockJudged,
            .journalRestored:
            break
        }
    }

    private mutating func placed(_ id: TryID, _ digit: UInt8, at: Instant) {
        guard isTold(id.escalation), let tree = trees[id.escalation] else { return }
        let attempt = id.attempt
        let turn = tree.terms.turn(attempt.number)
        judge(.attemptLimit, turn != nil, at: at, attempt)
        judge(.order, attempt.number == tree.used + 1 && tree.holds == nil, at: at, attempt)
        if let closing = tree.closing { judge(.closing, mayDial(turn, tree, closing, at: at), at: at, attempt) }
        let isWanted = !tree.incidents.allSatisfy(endedIncidents.contains)
        judge(.over, !tree.isOver && isWanted, at: at, attempt)
        trees[id.escalation]?.keys = []
        trees[id.escalation]?.answeredBy = nil
        trees[id.escalation]?.digit = digit
        guard let phone = turn?.contact.phone else { return }
        let use = numbers[phone] ?? Use()
        let hasPaused = use.lastEnd.map { at.since($0) >= tree.terms.calls.numberPause } ?? true
        judge(.number, use.holder == nil && hasPaused, at: at, attempt)
        numbers[phone] = Use(holder: id.escalation, lastEnd: use.lastEnd)
        trees[id.escalation]?.holds = phone
    }

    /// By the contract's choice a round that has begun may be finished after the closing, or the whole tree.
    private func mayDial(_ turn: Turn?, _ tree: Tree, _ closing: Instant, at: Instant) -> Bool {
        if at < closing { return true }
        switch tree.terms.calls.onWindowClose {
        case .stop: return false
        case .finishRound: return (turn?.place ?? 1) > 1
        case .finishTree: return true
        }
    }

    private mutating func ended(_ id: AttemptID, _ outcome: Outcome, _ rings: Int, at: Instant) {
        guard isTold(id.escalation), let tree = trees[id.escalation] else { return }
        judge(.ends, id.number > tree.used, at: at, id)
        judge(.rings, rings <= tree.terms.calls.rings, at: at, id)
        if outcome == .acknowledged { judge(.proof, hasProof(tree), at: at, id) }
        trees[id.escalation]?.used = max(tree.used, id.number)
        // A call that the line failed never reached the contact, so it begins no pause.
        release(id.escalation, endedAt: outcome == .lineFailure ? nil : at)
    }

    private func hasProof(_ tree: Tree) -> Bool {
        switch tree.terms.calls.proof {
        case .answer: tree.answeredBy != nil && tree.answeredBy != .machine || tree.keys.contains(.digit(1))
        case .key: tree.keys.contains(.digit(1))
        case .randomDigit: tree.keys.contains(.digit(tree.digit))
        }
    }

    private mutating func release(_ id: EscalationID, endedAt: Instant?) {
        guard let phone = trees[id]?.holds else { return }
        trees[id]?.holds = nil
        numbers[phone]?.holder = nil
        if let endedAt { numbers[phone]?.lastEnd = endedAt }
    }

    private mutating func isTold(_ id: EscalationID) -> Bool {
        if trees[id] == nil { untold.insert(id) }
        return trees[id] != nil
    }

    private mutating func judge(
        _ rule: Rule, _ holds: Bool, at: Instant, _ attempt: AttemptID? = nil, incident: IncidentID? = nil
    ) {
        if holds {
            kept[rule, default: 0] += 1
        } else {
            breaks.append(Break(rule: rule, at: at, attempt: attempt, incident: incident))
        }
    }
}
