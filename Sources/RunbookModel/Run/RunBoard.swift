public import ServiceHours

/// All runs that are under way, and what was done before.
///
/// As in the call tree, `decide` reads and changes nothing, `apply` changes and decides nothing, and `settle` finds what
/// follows from the state.
public struct RunBoard: Sendable {
    public internal(set) var runs: [RunID: Run] = [:]
    public internal(set) var ledger = ActionLedger()
    /// Who has stopped all actions; nil when nobody has.
    public internal(set) var stopped: GuardFacts.Stop?
    /// When which target was last found abnormal.
    var abnormal: [Seen] = []
    var lastRun = 0
    /// The runs that an input or an event has touched since they were last settled.
    var touched: Set<RunID> = []

    /// What the shell tells of the site: not journaled, as it is not decided here.
    public var calendars: [String: ServiceCalendar] = [:]
    public var isClockTrusted = true
    /// What clouds work on or have trouble with, by the keys of the contracts that it touches (R10).
    public var cloudWork: [String: [Maintenance]] = [:]
    public let catalogue: StepCatalogue

    struct Seen: Hashable, Sendable {
        let contract: String
        let target: TargetID
        let at: Instant
    }

    public init(catalogue: StepCatalogue) {
        self.catalogue = catalogue
    }

    /// The first instant at which something is due by itself.
    public var nextDeadline: Instant? { runs.values.compactMap(\.deadline).min() }

    /// What is owed, in the order of the runs.
    public var obligations: [RunObligation] { runs.keys.sorted().compactMap { runs[$0]?.obligation } }

    /// After the events of all that is open were applied.
    /// - Parameter last: the highest number that a run was ever given.
    public mutating func finishRestoring(last: Int) {
        lastRun = max(lastRun, last)
    }

    /// What must be written down before a new process does anything: an action that was under way may have been done.
    public func startOver() -> [RunEvent] {
        runs.keys.sorted().compactMap { id in
            guard case .acting(let step) = runs[id]?.phase else { return nil }
            return .actionUnclear(step)
        }
    }
}
