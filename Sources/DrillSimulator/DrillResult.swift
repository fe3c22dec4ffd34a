public import CallTree
public import ServiceHours

/// What came of a drill, folded from its events alone.
public struct DrillResult: Sendable {
    /// One turn of one contact that ended.
    public struct AttemptResult: Hashable, Sendable {
        public let escalation: EscalationID
        /// From 1.
        public let round: Int
        /// The contact's place in the order, from 1.
        public let place: Int
        public let contact: ContactID
        public let outcome: Outcome
        /// When its first dial request left.
        public let startedAt: Instant
        public let endedAt: Instant
        public let rings: Int
    }

    public struct IncidentResult: Hashable, Sendable {
        public let id: IncidentID
        public let dedupKey: String
        /// The last end, when it was reopened; nil when it had none.
        public internal(set) var end: End?
        /// The contact who acknowledged it; nil also when the operator did.
        public internal(set) var acknowledgedBy: ContactID?
    }

    public let scenario: Scenario
    public let seed: UInt64
    public let events: [RecordedEvent]
    /// In the order in which they were dialled.
    public let attempts: [AttemptResult]
    /// In the order in which they opened.
    public let incidents: [IncidentResult]
    /// What was expected and did not happen; empty when the drill passed.
    public let failures: [String]
    let notes: [(place: Int, at: Instant, note: DrillNote)]

    public var passed: Bool { failures.isEmpty }

    init(
        scenario: Scenario, seed: UInt64, journal: DrillJournal, isComplete: Bool,
        violations: [OutsideCheck.Violation]
    ) {
        self.scenario = scenario
        self.seed = seed
        events = journal.events
        notes = journal.notes
        var fold = DrillFold()
        for event in journal.events { fold.take(event) }
        attempts = fold.attempts
        incidents = fold.incidents
        var failures = scenario.expectation.failures(attempts: attempts, incidents: incidents)
        if !isComplete { failures.append("訓練が終わらない: 予定より多くの段階を経ても、まだ何かが残っている") }
        for note in journal.notes {
            if case .unreadable(let sequence) = note.note { failures.append("事象 \(sequence) を記録から読み戻せない") }
        }
        failures += violations.map { "規則に反する: \($0)" }
        self.failures = failures
    }
}

/// Gathers attempts and incidents from events in order.
private struct DrillFold {
    private(set) var incidents: [DrillResult.IncidentResult] = []
    private var places: [IncidentID: Int] = [:]
    private var terms: [EscalationID: CallTerms] = [:]
    private var dialled: [(id: AttemptID, at: Instant)] = []
    private var dialledPlaces: [AttemptID: Int] = [:]
    private var ended: [AttemptID: DrillResult.AttemptResult] = [:]

    var attempts: [DrillResult.AttemptResult] { dialled.compactMap { ended[$0.id] } }

    mutating func take(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .incidentOpened(let id, _, let alert, _):
            places[id] = incidents.count
            incidents.append(DrillResult.IncidentResult(id: id, dedupKey: alert.dedupKey))
        case .incidentReopened(let id, _, _): end(id, nil, nil)
        case .incidentEnded(let id, let end, .contact(let attempt)):
            let turn = terms[attempt.escalation]?.turn(attempt.number)
            self.end(id, end, turn?.contact.id)
        case .incidentEnded(let id, let end, _): self.end(id, end, nil)
        case .escalationStarted(let id, let begun, _, _): terms[id] = begun
        case .tryPlaced(let id, _, _):
            if dialledPlaces[id.attempt] == nil {
                dialledPlaces[id.attempt] = dialled.count
                dialled.append((id.attempt, recorded.instant))
            }
        case .attemptEnded(let id, let outcome, let rings):
            guard let place = dialledPlaces[id], let turn = terms[id.escalation]?.turn(id.number) else { return }
            ended[id] = DrillResult.AttemptResult(
                escalation: id.escalation, round: turn.round, place: turn.place, contact: turn.contact.id,
                outcome: outcome, startedAt: dialled[place].at, endedAt: recorded.instant, rings: rings)
        case .alertRecorded, .alertHeard, .alertRecovered, .incidentDeferred, .incidentForgotten, .incidentJoined,
            .escalationResumed, .escalationEnded, .escalationForgotten, .attemptWaits, .rang, .answered,
            .machineDetected, .promptEnded, .keyPressed, .keyAnswered, .outcomeDecided, .hangUpAsked, .tryUnsure,
            .tryFailed,
            .tryLost, .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared, .lineChanged, .lineCounted,
            .readinessJudged, .clockStepped,
            .clockJudged, .journalRestored:
            break
        }
    }

    private mutating func end(_ id: IncidentID, _ end: End?, _ contact: ContactID?) {
        guard let place = places[id] else { return }
        incidents[place].end = end
        incidents[place].acknowledgedBy = contact
    }
}
