public import ServiceHours

/// Everything that the guards in front of one action look at. A value, so that a plan asks exactly what a run asks.
public struct GuardFacts: Sendable {
    public var now: Instant
    public var run: RunID
    public var order: RunOrder
    public var response: Runbook.Response
    public var action: ActionKind
    public var began: Instant
    /// Nil when the calendar has no answer: then it counts as closed.
    public var window: WindowAnswer?
    public var isClockTrusted = true
    /// What the cloud has told of, beside what the contract says.
    public var cloudWork: [Maintenance] = []
    /// Who has stopped all actions; nil when nobody has.
    public var stopped: Stop?
    /// The ends of the rounds in a row that led to this response, the last one at the end.
    public var confirmations: [Instant] = []
    /// The kinds of signal by which the last round found something abnormal.
    public var abnormalSignals: Set<CheckKind.Signal> = []
    /// The oldest observation of the last round; nil when it has none.
    public var oldestObservation: Instant?
    public var ledger = ActionLedger()
    /// The contract's targets that were found abnormal within the span of a common cause, this one included.
    public var abnormalTargets: [TargetID] = []
    /// Runs that are acting now or proving what they did.
    public var others: [Acting] = []
    public var approval: Approval?
    public var plan: Plan
    /// As it was pinned when the response was decided for; nil before that, and for kinds that know no such mark.
    public var identity: String?
    /// As it was read right before the action; nil when it was not read yet.
    public var standing: Standing?

    public struct Stop: Hashable, Sendable {
        public let by: String
        public let at: Instant

        public init(by: String, at: Instant) {
            self.by = by
            self.at = at
        }
    }

    /// A run that holds its target.
    public struct Acting: Hashable, Sendable {
        public let run: RunID
        public let contract: String
        public let target: Target

        public init(run: RunID, contract: String, target: Target) {
            self.run = run
            self.contract = contract
            self.target = target
        }
    }
}

/// What is to be done, all of it: an approval is good for this and nothing else.
public struct Plan: Hashable, Sendable {
    public let contract: String
    public let target: TargetID
    public let runbook: RunbookID
    public let response: Runbook.Response
    public let parameters: [String: String]

    public init(_ order: RunOrder, response: Runbook.Response) {
        contract = order.contract
        target = order.target.id
        runbook = order.runbook.id
        self.response = response
        parameters = order.parameters
    }
}

/// A second person's agreement to one plan.
public struct Approval: Hashable, Sendable {
    public let by: String
    public let plan: Plan
    public let at: Instant
    public let until: Instant

    public init(by: String, plan: Plan, at: Instant, until: Instant) {
        self.by = by
        self.plan = plan
        self.at = at
        self.until = until
    }
}
