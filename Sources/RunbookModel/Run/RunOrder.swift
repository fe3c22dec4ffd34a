public import ServiceHours

/// What a run was asked to do, and under which terms. Frozen when the run begins: edits apply to the next one.
public struct RunOrder: Hashable, Sendable {
    public enum Asker: Hashable, Sendable {
        /// The customer asked, as the operator has taken it down.
        case customer(String)
        case `operator`(String)
        /// An alert, where the contract holds a standing consent.
        case alert(incident: Int)
        /// It was due, as the contract has it: the watching of a backup (R9).
        case watch(Watch)
    }

    /// What is looked at again and again.
    public struct Watch: Hashable, Sendable {
        /// As the contract calls it.
        public let name: String
        /// Whether the customer waits to hear of this one: the first after a changed schedule.
        public let isAwaited: Bool

        public init(name: String, isAwaited: Bool) {
            self.name = name
            self.isAwaited = isAwaited
        }
    }

    /// How far the run goes.
    public enum Extent: String, Hashable, Sendable, CaseIterable {
        /// Checks and reports (R1).
        case check
        /// Does what the decision says as well (R2).
        case recover
        /// As `recover`, but in the place of each action it says what would be done, and does nothing.
        case plan
    }

    /// The key of the contract in the site folder.
    public let contract: String
    public let target: Target
    public let runbook: Runbook
    /// Which edition of the file it is: the beginning of its SHA-256.
    public let edition: String
    /// By the runbook's names; every parameter has its value here, its default included.
    public let parameters: [String: String]
    public let asker: Asker
    public let extent: Extent
    public let terms: RunTerms

    public init(
        contract: String, target: Target, runbook: Runbook, edition: String = "", parameters: [String: String],
        asker: Asker, extent: Extent, terms: RunTerms
    ) {
        self.contract = contract
        self.target = target
        self.runbook = runbook
        self.edition = edition
        self.parameters = parameters
        self.asker = asker
        self.extent = extent
        self.terms = terms
    }

    /// The same order, taken at an instant of which the contract's calendar says this.
    func taken(in window: WindowAnswer?, _ calendar: ServiceCalendar?) -> RunOrder {
        var terms = terms
        if let window, let calendar {
            let year = calendar.holidays.announcedThrough
            terms.window = Words(
                window.sentence(language: .japanese) + "（祝日は\(year)年まで公表済みの暦による）",
                window.sentence(language: .english) + " (holidays as announced through \(year))")
        }
        return RunOrder(
            contract: contract, target: target, runbook: runbook, edition: edition, parameters: parameters,
            asker: asker, extent: extent, terms: terms)
    }

    /// The same order, asked by an alert.
    public func asked(byIncident incident: Int) -> RunOrder {
        RunOrder(
            contract: contract, target: target, runbook: runbook, edition: edition, parameters: parameters,
            asker: .alert(incident: incident), extent: extent, terms: terms)
    }

    /// Who asked, by name; nil where no person did. This person cannot agree to a plan as the second one.
    public var askerName: String? {
        switch asker {
        case .customer(let name), .operator(let name): name
        case .alert, .watch: nil
        }
    }
}

/// What the contract agrees on for runs.
public struct RunTerms: Hashable, Sendable {
    /// The customer's name, as reports write it.
    public var customer = ""
    /// The addresses that get the report.
    public var recipients: [String] = []
    public var consents: [Consent] = []
    /// Exclusions (R13) that the contract names as agreed options, by their numbers from 1 to 20.
    public var agreedOptions: Set<Int> = []
    public var maintenance: [Maintenance] = []
    public var limits = RunLimits()
    /// What the contract's calendar said of the instant at which the run was taken; nil where it has no answer.
    public var window: Words?

    public init() {}
}

/// How often something may be changed at most, whatever the runbooks allow. In spans of the wall clock; a recovery in
/// between resets none.
public struct RunLimits: Hashable, Sendable {
    /// Of all actions on the contract's targets.
    public var perContract = Runbook.Budget(times: 6, within: .hours(24))
    /// Of one kind of action, over all contracts.
    public var perAction = Runbook.Budget(times: 20, within: .hours(24))
    /// Of all actions of the site.
    public var altogether = Runbook.Budget(times: 40, within: .hours(24))
    /// After an action that worked, the same target is left alone for so long.
    public var coolDown = Span.minutes(30)
    /// When more than so many targets of the contract were found abnormal within `commonCauseWithin`, something else is
    /// wrong: nothing is done, and a person is called.
    public var commonCauseTargets = 3
    public var commonCauseWithin = Span.minutes(10)
    /// How long a second person may take to agree.
    public var approvalWithin = Span.minutes(30)
    /// From its beginning; what is not done by then is handed over.
    public var wholeRun = Span.hours(4)

    public init() {}
}
