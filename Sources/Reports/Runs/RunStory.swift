public import RunbookModel
public import ServiceHours

/// One run as its events tell it, folded from the journal alone.
public struct RunStory: Sendable {
    /// As it stands after the last event.
    public let run: Run
    public let events: [RecordedRunEvent]
    private let catalogue: StepCatalogue
    /// What became of the actions of its response, by their places.
    public private(set) var steps: [Int: Step] = [:]
    /// Nil while it goes on.
    public private(set) var end: RunEnd?
    public private(set) var reportedAt: Instant?
    /// When it was to begin, where it was taken in outside the window.
    public private(set) var waitedUntil: Instant?

    public struct Step: Sendable {
        public internal(set) var guards: [GuardAnswer] = []
        public internal(set) var guardsAt: Instant?
        public internal(set) var standing: Standing?
        public internal(set) var intendedAt: Instant?
        public internal(set) var result: ActionResult?
        public internal(set) var endedAt: Instant?
        /// Whether the process died while it was under way.
        public internal(set) var wasUnclear = false
        /// As it was read again, when the outcome was unclear.
        public internal(set) var rereadStanding: Standing?
        public internal(set) var ticket: (number: String, by: String, at: Instant)?

        public var refusals: [GuardAnswer] { guards.filter { !$0.passes } }
    }

    /// Whether it is work on backups (R9), and no health check or recovery.
    var isOfBackups: Bool { run.order.runbook.hours(catalogue) != .night }

    /// Nil when the events tell of no run.
    public init?(_ events: [RecordedRunEvent], catalogue: StepCatalogue) {
        guard case .started(let id, _) = events.first?.event else { return nil }
        var board = RunBoard(catalogue: catalogue)
        // What has left the board is still told.
        var gates: [Int: StepID] = [:]
        for recorded in events where recorded.event != .forgotten(id) {
            if case .guardsAsked(let step, _) = recorded.event { gates[recorded.sequence] = board.gate(of: step) }
            board.apply(recorded.event, at: recorded.at)
        }
        guard let run = board.runs[id] else { return nil }
        self.run = run
        self.catalogue = catalogue
        self.events = events
        for recorded in events { take(recorded, gates) }
    }

    /// - Parameter gates: whose guards were asked, by the events' places in the journal.
    private mutating func take(_ recorded: RecordedRunEvent, _ gates: [Int: StepID]) {
        switch recorded.event {
        case .guardsAsked(let step, let answers):
            // What comes before the first change has the guards of that change in front of it.
            let gate = gates[recorded.sequence] ?? step
            steps[gate.place, default: Step()].guards = answers
            steps[gate.place]?.guardsAt = recorded.at
        case .standingRead(let step, let standing):
            if steps[step.place]?.intendedAt == nil {
                steps[step.place, default: Step()].standing = standing
            } else {
                steps[step.place]?.rereadStanding = standing
            }
        case .actionIntended(let step): steps[step.place, default: Step()].intendedAt = recorded.at
        case .actionEnded(let step, let result):
            steps[step.place, default: Step()].result = result
            steps[step.place]?.endedAt = recorded.at
        case .actionUnclear(let step): steps[step.place]?.wasUnclear = true
        case .ticketNoted(let step, let ticket, let name):
            steps[step.place, default: Step()].ticket = (ticket, name, recorded.at)
        case .roundDue(_, .deciding, let at): if run.rounds.isEmpty || recorded.at == run.began { waitedUntil = at }
        case .ended(_, let end): self.end = end
        case .reported: reportedAt = recorded.at
        case .started, .roundBegan, .checkEnded, .roundEnded, .decided, .proved, .roundDue, .approvalAsked, .approved,
            .alertJoined, .alertSettled, .alertsReleased, .proofFailed, .forgotten, .allStopped, .allReleased:
            break
        }
    }

    /// The last round that a decision rests on.
    public var deciding: Run.Round? { run.rounds.last { $0.purpose == .deciding } }
    public var proving: [Run.Round] { run.rounds.filter { $0.purpose == .proving } }

    /// The guards that were asked last; of two actions at one instant, those of the later one.
    public var lastGuards: [GuardAnswer] {
        let asked = steps.compactMap { place, step in step.guardsAt.map { (at: $0, place: place, guards: step.guards) }
        }
        return asked.max { ($0.at, $0.place) < ($1.at, $1.place) }?.guards ?? []
    }

    /// Nil when no check that tells of the target found it abnormal: our own trouble is not the target's.
    public var impact: RunImpact? {
        RunImpact(run.rounds, run.order.runbook.checks.filter { catalogue.check($0.use)?.signal.tellsOfTarget ?? true })
    }
}
