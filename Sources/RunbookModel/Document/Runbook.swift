public import ServiceHours

/// A file of checks, a decision table and actions: what is done for one kind of request, and in which order (R1, R2).
public struct Runbook: Hashable, Sendable {
    public let id: RunbookID
    public let title: String
    /// What it is for, in a sentence or two; empty when the file says nothing.
    public let purpose: String
    /// The kinds of target that it can be run on.
    public let targets: [TargetKind]
    public let parameters: [Parameter]
    /// In the order of the file; `after` decides which wait for others.
    public let checks: [Check]
    /// The decision table: the first row that matches decides.
    public let rules: [Rule]
    public let responses: [Response]
    /// How it is proven that a response worked; nil when no response changes anything.
    public let verification: Verification?

    /// A value that the contract or the person who asks gives for one run.
    public struct Parameter: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case text, integer, host, url, path
        }

        public let name: String
        public let title: String
        public let kind: Kind
        /// A regular expression for the whole value, without slashes; nil when the kind alone decides.
        public let pattern: String?
        /// Nil when every run must give it.
        public let byDefault: String?
    }

    /// One step that reads only.
    public struct Check: Hashable, Sendable {
        public let id: CheckID
        public let title: String
        /// The kind of check, as the catalogue names it.
        public let use: String
        public let with: [String: StepValue]
        /// What counts as normal, by the keys of the kind.
        public let expect: [String: StepValue]
        /// For one attempt.
        public let timeout: Span
        /// How often it is tried before it counts as not made.
        public let attempts: Int
        /// Between two attempts.
        public let spacing: Span
        /// Checks that must have been normal; otherwise this one is skipped.
        public let after: [CheckID]
    }

    /// One row of the decision table.
    public struct Rule: Hashable, Sendable {
        /// All must hold; a row without conditions always matches.
        public let conditions: [Condition]
        /// Nil: nothing is done, and the report says so.
        public let response: ResponseID?
        /// What the run concludes about the target.
        public let conclusion: Conclusion
        /// Goes into the report.
        public let sentence: String
    }

    /// The conclusion of a run, as its report gives it in two lines.
    public enum Conclusion: String, Hashable, Sendable, CaseIterable {
        case normal, warning, abnormal, unknown
    }

    /// What is done after a decision.
    public struct Response: Hashable, Sendable {
        public let id: ResponseID
        public let title: String
        /// The exclusion (R13, 1 to 20) that it falls under: then it is done only where the contract names that as an
        /// agreed option. Nil for what the service does for everybody.
        public let exclusion: Int?
        /// In order; one that fails ends the response.
        public let actions: [Action]
        public let guards: Guards
    }

    public struct Action: Hashable, Sendable {
        public let id: ActionID
        public let title: String
        /// The kind of action, as the catalogue names it.
        public let use: String
        public let with: [String: StepValue]
        public let timeout: Span
    }

    /// What must hold before a response changes anything, beside what the contract and the service ask for.
    public struct Guards: Hashable, Sendable {
        /// In so many rounds in a row the checks must have led to this response.
        public var rounds = 2
        /// At least so long lies between two of those rounds.
        public var apart = Span.seconds(30)
        /// So many kinds of signal must be abnormal: one kind alone may be the monitoring's own fault.
        public var signals = 2
        /// No observation that the decision rests on is older.
        public var freshness = Span.minutes(5)
        /// How often within which span it may be done to one target. A recovery in between resets nothing.
        public var budget = [Budget(times: 1, within: .hours(6)), Budget(times: 2, within: .hours(168))]
        /// Whether a second person must have agreed to this very plan.
        public var secondPerson = false

        public init() {}
    }

    public struct Budget: Hashable, Sendable {
        public let times: Int
        public let within: Span

        public init(times: Int, within: Span) {
            self.times = times
            self.within = within
        }
    }

    /// When the service does this work (R5): by the actions that change something, and at night where there are none.
    public func hours(_ catalogue: StepCatalogue) -> ActionKind.Hours {
        let actions = responses.flatMap(\.actions).compactMap { catalogue.action($0.use) }.filter(
            \.effect.changesTarget)
        let hours = Set(actions.map(\.hours))
        return hours.contains(.day) ? .day : hours == [.always] ? .always : .night
    }

    /// The proof that a response worked, by other signals than the action's own answer.
    public struct Verification: Hashable, Sendable {
        /// Those that the file names and all that they come after, in the order of the file: a round is good when every
        /// one of them is normal.
        public let checks: [CheckID]
        /// Instants that the checks read, as a boot time or an agent's sign of life: a round is good when they lie behind the
        /// sending of the first action that changes the target. An instant is written as RFC 3339 or in seconds since 1970.
        public let newer: [ValueName]
        /// From the end of the response to the first round.
        public let from: Span
        /// Between two rounds.
        public let every: Span
        /// So many rounds in a row must be normal.
        public let rounds: Int
        /// From the end of the response; who has not had the good rounds by then has failed.
        public let deadline: Span
        /// What is done then: it tells people, and changes nothing. Nil for nothing but the report.
        public let otherwise: ResponseID?
    }
}
