public import ServiceHours

extension OutsideCheck {
    /// What the book asks of every night (DOMAIN.md, "The call tree, exactly").
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// Contacts are called in their order, round after round, no turn left out, each after the end of the one before.
        case order
        /// An escalation makes at most contacts times rounds attempts.
        case attemptLimit
        /// No dial request leaves at or after the closing, as far as the contract's choice goes.
        case closing
        /// A number has one call at a time, and its pause between two, over all contracts.
        case number
        /// A line carries no more calls than it has slots.
        case slots
        /// A line leaves its pace between two dial requests.
        case pace
        /// Nobody is dialled when the tree is over or when all that it carried has ended.
        case settled
        /// A contract has one escalation at a time, and none starts while incidents are gathered.
        case oneTree
        /// A contract starts only so many escalations within an hour.
        case cap
        /// Nobody is dialled while the clock is distrusted.
        case clock
        /// An incident ends once between its opening and its reopening.
        case oneEnd
        /// An incident ends by the name that fits what happened.
        case rightEnd
        /// An attempt has one outcome.
        case oneOutcome
        /// An acknowledgement needs the proof that the contract asks for.
        case proof
        /// An acknowledgement covers what the call announced, and nothing else.
        case coverage
        /// An answered call announces every incident of the escalation then firing.
        case announcement
        /// A failing line uses up no attempt before the limit, and is tried again when it is time.
        case lineFailure
        /// Every end but `acknowledged` and `recovered` is mailed, and an alert outside the window.
        case mail
        /// At the end of the run something had no end.
        case unfinished
        /// An event tells of something whose beginning was not told.
        case untold
    }

    /// One place where the book was broken.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        public let rule: Rule
        /// Of the event that broke it; of the last event for what is missing at the end.
        public let sequence: Int
        public let at: Instant
        public let sentence: String

        public var description: String { "\(rule.rawValue): \(sentence) (event \(sequence), \(at))" }
    }
}
