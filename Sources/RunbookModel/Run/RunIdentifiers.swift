/// Runs are counted from 1 over the life of a journal.
public struct RunID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int
    public init(_ number: Int) { self.number = number }
    public var description: String { String(number) }
    public static func < (left: RunID, right: RunID) -> Bool { left.number < right.number }
}

/// One pass over checks: the rounds of a run are counted from 1 through all its phases.
public struct RoundID: Hashable, Sendable, CustomStringConvertible {
    public let run: RunID
    public let number: Int
    public init(run: RunID, number: Int) {
        self.run = run
        self.number = number
    }
    public var description: String { "\(run).\(number)" }
}

/// One action of the response that a run has decided for, by its place from 1.
public struct StepID: Hashable, Sendable, CustomStringConvertible {
    public let run: RunID
    public let place: Int
    public init(run: RunID, place: Int) {
        self.run = run
        self.place = place
    }
    public var description: String { "\(run)/\(place)" }
}

/// The key of a target in its contract, for instance `web-1`.
public struct TargetID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}
