public import ServiceHours

/// What was done to which target, as long as a budget may ask for it. Counted from the intent on: an action whose outcome
/// is not known has used up its turn.
public struct ActionLedger: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let step: StepID
        public let contract: String
        public let target: TargetID
        /// The kind of action.
        public let action: String
        public let at: Instant
        /// When it was proven that it worked; nil as long as it is not.
        public internal(set) var provenAt: Instant?
    }

    /// In the order in which they were intended.
    public private(set) var entries: [Entry] = []

    /// The longest that a guard can ask for: a budget's span, or the longest month.
    static let keeping = Span.hours(744)

    public init() {}

    mutating func intend(_ step: StepID, contract: String, target: TargetID, action: String, at instant: Instant) {
        entries.append(Entry(step: step, contract: contract, target: target, action: action, at: instant))
    }

    mutating func prove(_ run: RunID, at instant: Instant) {
        for place in entries.indices where entries[place].step.run == run { entries[place].provenAt = instant }
    }

    /// Forgets what no budget can ask for any more.
    mutating func tidy(at now: Instant) {
        let first = now - Self.keeping
        entries.removeAll { $0.at < first }
    }

    /// In how many other runs, within the span that ends now, something was done that the filter takes. The actions of one
    /// run are one recovery.
    func runs(within span: Span, at now: Instant, but run: RunID, where isCounted: (Entry) -> Bool) -> Int {
        let first = now - span
        return Set(entries.filter { $0.at > first && $0.step.run != run && isCounted($0) }.map(\.step.run)).count
    }

    func lastProof(of target: TargetID, contract: String, but run: RunID) -> Instant? {
        entries.filter { $0.contract == contract && $0.target == target && $0.step.run != run }.compactMap(\.provenAt)
            .max()
    }
}
