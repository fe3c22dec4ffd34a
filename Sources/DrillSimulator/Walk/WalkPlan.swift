public import CallTree
public import ServiceHours

/// What a walk explores: a small site, the alerts that may arrive, and the kinds of things that may happen.
public struct WalkPlan: Sendable, CustomStringConvertible {
    /// One designated trouble that may fire, be updated and recover.
    public struct Trouble: Sendable {
        public let contract: ContractID
        public let dedupKey: String
        public let severity: Severity

        public init(_ contract: ContractID, _ dedupKey: String, severity: Severity = .critical) {
            self.contract = contract
            self.dedupKey = dedupKey
            self.severity = severity
        }
    }

    /// Kinds of things that may happen, beside alerts, reports of calls, keys and waiting, which always may.
    public struct Kinds: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// A named operator acknowledges, cancels, and hangs up.
        public static let operators = Kinds(rawValue: 1)
        /// Lines go down and come back.
        public static let lines = Kinds(rawValue: 2)
        /// Waiting until the window closes or opens, whatever else was due before.
        public static let window = Kinds(rawValue: 4)
        /// One crash: the engine starts again from its open events.
        public static let crash = Kinds(rawValue: 8)
        /// The clock is distrusted and trusted again.
        public static let clock = Kinds(rawValue: 16)
        /// Updates of a trouble, and bodies that say two things of one trouble.
        public static let contradictions = Kinds(rawValue: 32)
        /// The wall clock steps, once either way.
        public static let steps = Kinds(rawValue: 64)
        /// Waiting until a hold-off is over or a key is free again.
        public static let forgetting = Kinds(rawValue: 128)
        /// The rarer reports: machines recognised late, prompts, unclear answers, every way in which a line fails.
        public static let rareReports = Kinds(rawValue: 256)
    }

    public let name: String
    public let contracts: [Contract]
    public let capacities: [LineID: LineCapacity]
    public let start: Instant
    public let troubles: [Trouble]
    public let kinds: Kinds
    /// The walk stops unfinished after this many states.
    public let stateLimit: Int

    public init(
        name: String, contracts: [Contract], capacities: [LineID: LineCapacity] = [:], start: Instant,
        troubles: [Trouble],
        kinds: Kinds, stateLimit: Int = 2_000_000
    ) {
        self.name = name
        self.contracts = contracts
        self.capacities = capacities
        self.start = start
        self.troubles = troubles
        self.kinds = kinds
        self.stateLimit = stateLimit
    }

    public var description: String { name }

    /// The lines that any contract calls on, each once, in order of appearance.
    var lines: [LineID] {
        contracts.flatMap(\.terms.calls.routes).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The numbers of all contacts, each once, in order of appearance.
    var phones: [PhoneNumber] {
        contracts.flatMap { $0.terms.contacts.map(\.phone) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
