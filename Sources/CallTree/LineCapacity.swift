public import ServiceHours

/// How many calls a line takes. The board keeps to it, so that no provider ever holds a queue of ours: there calls would
/// wait that nobody may still want, in an order that is not ours.
public struct LineCapacity: Hashable, Sendable {
    /// Calls at once; nil for as many as asked.
    public var slots: Int?
    /// From one dial request to the next; nil for at once.
    public var pace: Span?

    public init(slots: Int? = nil, pace: Span? = nil) {
        self.slots = slots
        self.pace = pace
    }
}

extension LineCapacity: ExpressibleByIntegerLiteral {
    /// So many slots, without a pace.
    public init(integerLiteral slots: Int) {
        self.init(slots: slots)
    }
}
