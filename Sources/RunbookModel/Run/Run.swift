public import ServiceHours

/// One execution of a runbook on one target.
public struct Run: Hashable, Sendable {
    public enum Phase: Hashable, Sendable {
        /// The checks of the last round are under way.
        case checking
        /// The last round is complete; what it leads to is decided next.
        case judging
        /// The next round begins at the instant given.
        case waiting(RoundPurpose, until: Instant)
        /// The decision stands; the guards in front of its next action are asked.
        case guarding(StepID)
        case awaitingApproval(until: Instant)
        /// A guard has refused; what becomes of the run is decided next. With the standing where it was read.
        case refusing(StepID, [GuardKind], Standing?)
        /// How the target stands is read, right before the action.
        case reading(StepID)
        /// The standing is read; the guards are asked a last time.
        case sending(StepID, Standing)
        /// Every guard has passed.
        case cleared(StepID)
        /// The action is under way; it is never sent again.
        case acting(StepID)
        /// Its outcome is unclear; how the target stands now is read.
        case rereading(StepID)
        case ended(RunEnd)
    }

    public struct Round: Hashable, Sendable {
        public let id: RoundID
        public let purpose: RoundPurpose
        public let began: Instant
        public internal(set) var results: [CheckID: CheckResult] = [:]
        public internal(set) var ended: Instant?
    }

    public let id: RunID
    public let order: RunOrder
    public let began: Instant
    /// When its work began: with the first round, however long the opening was waited for. Its time counts from here.
    public var workBegan: Instant { rounds.first?.began ?? began }
    public internal(set) var phase = Phase.checking
    public internal(set) var rounds: [Round] = []
    /// The row of the decision table that the last deciding round led to.
    public internal(set) var row = 0
    /// The ends of the rounds in a row that led to the same response.
    public internal(set) var confirmations: [Instant] = []
    /// The good rounds of the proof in a row.
    public internal(set) var goodRounds = 0
    /// When the first action that changes the target was about to be sent; nil before.
    public internal(set) var sent: Instant?
    /// The end of the last action; the proof's times count from here.
    public internal(set) var acted: Instant?
    /// As it was read before the first action; nil for kinds that know no such mark.
    public internal(set) var identity: String?
    public internal(set) var approval: Approval?
    /// The place of the response's first action that has not come to its end.
    var nextPlace = 1
    /// How often the checks were made again only because they had become old.
    var refreshed = 0
    /// Whether anything of the target may have been changed.
    public internal(set) var hasActed = false
    /// The action of the response that was not done, or refused after others had been done.
    public internal(set) var failed: StepID?
    /// The guards that refused when they were last asked.
    public internal(set) var refusedBy: [GuardKind] = []
    /// Whether the time of the proof is over without the good rounds.
    public internal(set) var isUnproven = false
    public internal(set) var endedAt: Instant?
    /// The vendor's numbers, by the places of the actions that told it.
    public internal(set) var tickets: [Int: String] = [:]
    /// The alerts that have joined it and still fire.
    public internal(set) var joined: [JoinedAlert] = []
    /// Until when the runbook has announced alerts of the target.
    public internal(set) var announcedUntil: Instant?
    /// Whether its report is out.
    public internal(set) var isReported = false

    init(id: RunID, order: RunOrder, began: Instant) {
        self.id = id
        self.order = order
        self.began = began
    }

    /// The row that decided; nil before the first decision, and when none matched.
    public var rule: Runbook.Rule? {
        row > 0 && row <= order.runbook.rules.count ? order.runbook.rules[row - 1] : nil
    }

    /// What the decision leads to; nil when to nothing but the report.
    public var response: Runbook.Response? {
        guard let id = rule?.response else { return nil }
        return order.runbook.responses.first { $0.id == id }
    }

    /// What was found of the target. A run without a decision knows nothing.
    public var conclusion: Runbook.Conclusion { rule?.conclusion ?? .unknown }

    public var isEnded: Bool {
        switch phase {
        case .ended: true
        case .checking, .judging, .waiting, .guarding, .awaitingApproval, .refusing, .reading, .sending, .cleared,
            .acting,
            .rereading:
            false
        }
    }

    /// Whether it holds its target: from the intent until the proof is over.
    public var isActing: Bool {
        switch phase {
        case .acting, .rereading: true
        case .ended: false
        case .checking, .judging, .waiting, .guarding, .awaitingApproval, .refusing, .reading, .sending, .cleared:
            hasActed
        }
    }

    /// What is done where the proof has failed; nil when nothing is named for that.
    public var otherwise: Runbook.Response? {
        guard let id = order.runbook.verification?.otherwise else { return nil }
        return order.runbook.responses.first { $0.id == id }
    }

    /// The actions of its response, in their order; once its proof has failed, with those that follow then.
    public var actions: [Runbook.Action] {
        (response?.actions ?? []) + (isUnproven ? otherwise?.actions ?? [] : [])
    }

    public func action(_ step: StepID) -> Runbook.Action? {
        let actions = actions
        return step.place >= 1 && step.place <= actions.count ? actions[step.place - 1] : nil
    }

    /// The response that an action belongs to.
    func response(of step: StepID) -> Runbook.Response? {
        step.place > response?.actions.count ?? 0 ? otherwise : response
    }

    /// The checks of a round, in the order of the runbook.
    public func checks(for purpose: RoundPurpose) -> [Runbook.Check] {
        switch purpose {
        case .deciding: return order.runbook.checks
        case .proving:
            let wanted = Set(order.runbook.verification?.checks ?? [])
            return order.runbook.checks.filter { wanted.contains($0.id) }
        }
    }

    /// The checks of the last round that have no result yet.
    public var missing: [Runbook.Check] {
        guard let round = rounds.last else { return [] }
        return checks(for: round.purpose).filter { round.results[$0.id] == nil }
    }

    /// What is owed in this phase.
    public var obligation: RunObligation? {
        switch phase {
        case .checking: rounds.last.map { .round($0.id) }
        case .reading(let step), .rereading(let step): .standing(step)
        case .acting(let step): .action(step)
        case .ended: isReported ? nil : .report(id)
        case .judging, .waiting, .guarding, .awaitingApproval, .refusing, .sending, .cleared: nil
        }
    }

    /// How long it stays on the board after its end: as long as a budget may ask for what it did, as it tells that today's
    /// watch was kept, or as its target may count for a common cause.
    var keeping: Span {
        if hasActed { return ActionLedger.keeping }
        if case .watch = order.asker { return .hours(25) }
        return order.terms.limits.commonCauseWithin
    }

    /// When something is due by itself.
    public var deadline: Instant? {
        switch phase {
        case .waiting(_, let until), .awaitingApproval(let until): until
        // As long as its report is not out it stays.
        case .ended: releasing ?? (isReported ? endedAt.map { $0 + keeping } : nil)
        case .checking, .judging, .guarding, .refusing, .reading, .sending, .cleared, .acting, .rereading: nil
        }
    }
}
