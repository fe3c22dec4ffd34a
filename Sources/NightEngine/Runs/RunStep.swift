public import CallTree
public import RunbookModel
public import ServiceHours

/// The part of the engine's step that concerns runs: inputs become events here and nowhere else.
public struct RunStep: Sendable {
    public private(set) var board: RunBoard
    /// What the shell was last told is owed.
    private var told: [RunID: RunObligation] = [:]
    /// By their contracts.
    private var standing: [ContractID: [StandingOrder]] = [:]
    private(set) var expected: [ContractID: [ExpectedAlerts]] = [:]

    public init(board: RunBoard) {
        self.board = board
    }

    /// What one step led to.
    public struct Taken: Sendable {
        /// To be made durable before anything else happens.
        public var events: [RunEvent] = []
        /// One for each input, in their order.
        public var replies: [RunReply] = []
        /// What the shell must start, once the events are durable.
        public var started: [RunObligation] = []
        /// What the shell must stop.
        public var ended: [RunObligation] = []
        /// Alerts that had joined a run and go to the call tree after all.
        public var released: [(contract: ContractID, alert: Alert)] = []
    }

    /// Takes a batch of inputs at one instant, and then all that follows from the state.
    ///
    /// - Parameter events: of the call tree at the same instant: an incident may start a run beside its calls.
    public mutating func take(
        _ inputs: [RunInput], following events: [Event], at now: Instant, isClockTrusted: Bool
    ) -> Taken {
        var taken = Taken()
        board.isClockTrusted = isClockTrusted
        for input in inputs {
            let decided = board.decide(input, at: now)
            taken.replies.append(reply(to: input, decided, at: now))
            for event in decided { commit(event, at: now, &taken) }
        }
        for case .incidentOpened(let id, let contract, let alert, _) in events {
            for order in standing[contract] ?? [] where order.when.matches(alert) && !isUnderWay(order.order) {
                let asked = order.order.asked(byIncident: id.number)
                for event in board.decide(.runOrdered(asked), at: now) { commit(event, at: now, &taken) }
            }
        }
        board.settle(at: now) { board, event in
            if case .alertsReleased(let id) = event, let run = board.runs[id] {
                taken.released += run.joined.map { (ContractID(run.order.contract), $0.alert) }
            }
            board.apply(event, at: now)
            taken.events.append(event)
        }
        compare(&taken)
        return taken
    }

    /// What a new process writes down before it starts anything, and what is owed then: everything, as if nothing had
    /// been started yet.
    public mutating func startOver(at now: Instant) -> Taken {
        var taken = Taken()
        for event in board.startOver() { commit(event, at: now, &taken) }
        told.removeAll()
        compare(&taken)
        return taken
    }

    /// Goes back to a board folded again from the journal, after a batch that could not be made durable. The shell was
    /// never told what that batch started and ended.
    public mutating func undo(_ taken: Taken, to board: RunBoard) {
        let before = self.board
        self.board = board
        self.board.calendars = before.calendars
        self.board.cloudWork = before.cloudWork
        for obligation in taken.started { if told[obligation.run] == obligation { told[obligation.run] = nil } }
        for obligation in taken.ended { told[obligation.run] = obligation }
    }

    /// Takes the calendars, the standing orders and the targets' alerts as the site folder states them now.
    public mutating func load(_ contracts: [Contract], _ site: RunSite) {
        board.calendars = Dictionary(contracts.map { ($0.id.text, $0.calendar) }) { first, _ in first }
        standing = Dictionary(grouping: site.standing) { ContractID($0.order.contract) }
        expected = Dictionary(grouping: site.expected, by: \.contract)
    }

    /// Takes what clouds have told of.
    public mutating func load(cloudWork: [String: [Maintenance]]) { board.cloudWork = cloudWork }

    /// One run is enough for one trouble, however many alerts tell of it.
    private func isUnderWay(_ order: RunOrder) -> Bool {
        board.runs.values.contains { run in
            !run.isEnded && run.order.contract == order.contract && run.order.target.id == order.target.id
                && run.order.runbook.id == order.runbook.id
        }
    }

    mutating func commit(_ event: RunEvent, at now: Instant) {
        board.apply(event, at: now)
    }

    private mutating func commit(_ event: RunEvent, at now: Instant, _ taken: inout Taken) {
        commit(event, at: now)
        taken.events.append(event)
    }

    private func reply(to input: RunInput, _ decided: [RunEvent], at now: Instant) -> RunReply {
        if case .started(let id, _) = decided.first { return .started(id) }
        return decided.isEmpty ? board.refusal(of: input, at: now).map { .refused($0) } ?? .done : .done
    }

    private mutating func compare(_ taken: inout Taken) {
        // A run that has left the board may still be told of.
        for id in Set(told.keys).union(board.runs.keys).sorted() {
            let owed = board.runs[id]?.obligation
            let before = told[id]
            guard owed != before else { continue }
            if let owed { taken.started.append(owed) }
            if let before { taken.ended.append(before) }
            told[id] = owed
        }
    }
}

/// What is answered to an input about runs, once its events are durable.
public enum RunReply: Hashable, Sendable {
    case done
    case started(RunID)
    /// Why it cannot be done, for the person who asked.
    case refused(Words)
}

/// Who does what runs owe: starts and stops return at once, and what happens comes back as inputs.
public protocol RunPerformer: Sendable {
    /// - Parameter run: as it stands when the obligation begins.
    func start(_ obligation: RunObligation, of run: Run)

    /// The obligation is over, or nobody waits for it any more.
    func stop(_ obligation: RunObligation)
}

/// A site without runbooks.
public struct NoRuns: RunPerformer {
    public init() {}
    public func start(_ obligation: RunObligation, of run: Run) {}
    public func stop(_ obligation: RunObligation) {}
}
