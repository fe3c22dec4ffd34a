public import CallTree
public import ServiceHours

/// A rehearsal: what the monitoring systems, the people called, the operator and the lines do, and what is expected of it.
///
/// A scenario is complete: the same scenario and seed give the same transcript, byte for byte. Instants are absolute here;
/// a file may write them as spans from `start`.
public struct Scenario: Sendable {
    /// What reports call it: the name of its file.
    public var name: String
    public var title: String
    /// One in a scenario file; simulations of many customers take more. Contact ids then have to differ.
    public var contracts: [Contract]
    public var start: Instant
    /// In any order.
    public var bodies: [Body]
    /// How each contact answers: one entry for each attempt to that contact, and the last repeats. Who has no entry does
    /// not answer.
    public var answers: [ContactID: [Answer]]
    public var recoveries: [Recovery]
    public var operatorActions: [OperatorAction]
    public var crashes: [Crash]
    public var lineChanges: [LineChange]
    public var expectation: Expectation

    public init(
        name: String, title: String = "", contracts: [Contract], start: Instant, bodies: [Body] = [],
        answers: [ContactID: [Answer]] = [:], recoveries: [Recovery] = [], operatorActions: [OperatorAction] = [],
        crashes: [Crash] = [], lineChanges: [LineChange] = [], expectation: Expectation = Expectation()
    ) {
        self.name = name
        self.title = title
        self.contracts = contracts
        self.start = start
        self.bodies = bodies
        self.answers = answers
        self.recoveries = recoveries
        self.operatorActions = operatorActions
        self.crashes = crashes
        self.lineChanges = lineChanges
        self.expectation = expectation
    }
}

extension Scenario {
    /// The alerts of one webhook body, received at one instant.
    public struct Body: Hashable, Sendable {
        public let at: Instant
        public let contract: ContractID
        public let alerts: [Alert]

        public init(at: Instant, contract: ContractID, alerts: [Alert]) {
            self.at = at
            self.contract = contract
            self.alerts = alerts
        }

        /// Puts alerts of the same instant into one body, in their order.
        public static func grouping(_ alerts: [(at: Instant, alert: Alert)], contract: ContractID) -> [Body] {
            var instants: [Instant] = []
            var grouped: [Instant: [Alert]] = [:]
            for (at, alert) in alerts {
                if grouped[at] == nil { instants.append(at) }
                grouped[at, default: []].append(alert)
            }
            return instants.sorted().map { Body(at: $0, contract: contract, alerts: grouped[$0] ?? []) }
        }
    }

    /// The source says that the trouble is over.
    public struct Recovery: Hashable, Sendable {
        public enum Moment: Hashable, Sendable {
            case at(Instant)
            /// At the instant at which this attempt of the tree (from 1, through all rounds) would have been dialled.
            case beforeAttempt(Int)
            /// As soon as this attempt of the tree (from 1, through all rounds) was dialled.
            case duringAttempt(Int)
        }

        public let dedupKey: String
        public let moment: Moment

        public init(dedupKey: String, moment: Moment) {
            self.dedupKey = dedupKey
            self.moment = moment
        }
    }

    /// What a named operator does at the desk.
    public struct OperatorAction: Hashable, Sendable {
        public enum Deed: String, Hashable, Sendable, CaseIterable {
            case acknowledge, cancel
        }

        public let at: Instant
        public let deed: Deed
        public let name: String
        public let dedupKey: String

        public init(at: Instant, deed: Deed, name: String, dedupKey: String) {
            self.at = at
            self.deed = deed
            self.name = name
            self.dedupKey = dedupKey
        }
    }

    /// The engine dies and starts again from its journal; the lines live on.
    public enum Crash: Hashable, Sendable {
        case at(Instant)
        /// After the event with this number (from 1) became durable, before anything it led to was started.
        case afterEvent(Int)
    }

    public struct LineChange: Hashable, Sendable {
        public let line: LineID
        public let at: Instant
        public let state: LineState

        public init(line: LineID, at: Instant, state: LineState) {
            self.line = line
            self.at = at
            self.state = state
        }
    }
}
