public import CallTree

/// What a scenario expects of its first incident and of all attempts. What is not written is not looked at.
public struct Expectation: Hashable, Sendable {
    /// A value that may be left open, and may be expected to be absent.
    public enum Wanted<Value: Hashable & Sendable>: Hashable, Sendable {
        case anything
        /// Written `null`: no incident, or nobody.
        case none
        case value(Value)
    }

    /// The end of the first incident.
    public var outcome: Wanted<End>
    /// The contact who acknowledged the first incident.
    public var acknowledgedBy: Wanted<ContactID>
    /// How many attempts ended, over all escalations.
    public var attempts: Int?
    /// Their outcomes, in order.
    public var outcomes: [Outcome]?

    public init(
        outcome: Wanted<End> = .anything, acknowledgedBy: Wanted<ContactID> = .anything, attempts: Int? = nil,
        outcomes: [Outcome]? = nil
    ) {
        self.outcome = outcome
        self.acknowledgedBy = acknowledgedBy
        self.attempts = attempts
        self.outcomes = outcomes
    }
}
