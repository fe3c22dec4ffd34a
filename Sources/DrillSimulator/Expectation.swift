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

extension Expectation {
    /// One sentence for each expectation that was not met: what was expected, and what happened.
    func failures(
        attempts: [DrillResult.AttemptResult], incidents: [DrillResult.IncidentResult]
    ) -> [String] {
        let first = incidents.first
        let outcomesSeen = attempts.map(\.outcome.rawValue)
        return [
            Self.failure("outcome", wanted: outcome, was: first?.end) { $0.rawValue },
            Self.failure("acknowledgedBy", wanted: acknowledgedBy, was: first?.acknowledgedBy) { $0.text },
            self.attempts.flatMap { count in
                count == attempts.count ? nil : Self.sentence("attempts", "\(count)", "\(attempts.count)")
            },
            outcomes.map { $0.map(\.rawValue) }.flatMap { wanted in
                wanted == outcomesSeen ? nil : Self.difference(wanted, outcomesSeen)
            },
        ].compactMap(\.self)
    }

    private static func failure<Value: Equatable>(
        _ key: String, wanted: Wanted<Value>, was: Value?, _ show: (Value) -> String
    ) -> String? {
        switch wanted {
        case .anything: nil
        case .none: was.map { sentence(key, "null", show($0)) }
        case .value(let value): value == was ? nil : sentence(key, show(value), was.map(show) ?? "null")
        }
    }

    /// Names the first outcome that differs, so that nobody has to compare two long lists by eye.
    private static func difference(_ wanted: [String], _ was: [String]) -> String {
        let place = zip(wanted, was).prefix { $0 == $1 }.count
        func shown(_ outcomes: [String]) -> String { place < outcomes.count ? outcomes[place] : "なし" }
        return sentence("outcomes の \(place + 1) 番目", shown(wanted), shown(was))
            + "（期待 [\(wanted.joined(separator: ", "))]、結果 [\(was.joined(separator: ", "))]）"
    }

    private static func sentence(_ key: String, _ wanted: String, _ was: String) -> String {
        "\(key): 期待は \(wanted)、結果は \(was)"
    }
}
