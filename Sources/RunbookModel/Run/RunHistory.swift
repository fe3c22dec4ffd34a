public import ServiceHours

/// What was done and asked before a run, as the ledger of its report tells it.
public struct RunHistory: Hashable, Sendable {
    /// What earlier runs changed of the same target, oldest first.
    public var actions: [Action] = []
    /// How many checks and recoveries the customer has asked for in the month of the run, this one included (R11).
    public var requests = 0

    /// How long before the run's beginning an action is told of.
    public static let span = Span.hours(720)

    public struct Action: Hashable, Sendable {
        public let at: Instant
        public let run: RunID
        public let title: String

        public init(at: Instant, run: RunID, title: String) {
            self.at = at
            self.run = run
            self.title = title
        }
    }

    /// - Parameter run: whose history it is to be.
    public init(of run: Run) {
        requests = run.order.isRequest ? 1 : 0
    }

    /// Whether an earlier run may have anything to tell.
    public static func concerns(_ order: RunOrder, of run: Run) -> Bool {
        order.contract == run.order.contract && (order.isRequest || order.target.id == run.order.target.id)
    }

    /// Takes what an earlier run of the contract has done.
    public mutating func take(_ earlier: [RecordedRunEvent], before run: Run, catalogue: StepCatalogue) {
        guard let first = earlier.first, case .started(let id, let order) = first.event else { return }
        if order.isRequest, first.at.isInMonth(of: run.began) { requests += 1 }
        guard order.target.id == run.order.target.id else { return }
        var board = RunBoard(catalogue: catalogue)
        for recorded in earlier where recorded.event != .forgotten(id) { board.apply(recorded.event, at: recorded.at) }
        let since = run.began - Self.span
        let done = board.ledger.entries.filter { $0.at >= since && $0.at < run.began }
        actions += done.map { Action(at: $0.at, run: id, title: board.runs[id]?.action($0.step)?.title ?? $0.action) }
        actions.sort { ($0.at, $0.run) < ($1.at, $1.run) }
    }
}

extension RunOrder {
    /// Whether it counts against what the contract expects a month.
    fileprivate var isRequest: Bool {
        if case .customer = asker { true } else { false }
    }
}

extension Instant {
    /// By the calendar in Japan.
    fileprivate func isInMonth(of other: Instant) -> Bool {
        let (here, there) = (japanTime.date, other.japanTime.date)
        return (here.year, here.month) == (there.year, there.month)
    }
}
