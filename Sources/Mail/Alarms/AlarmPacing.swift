internal import ServiceHours

/// When the operator is told by one way, and of how much at once: five times a minute one by one, as they come; whatever
/// comes beyond that is told together when the minute is over. More than five that wait already are told together at once.
///
/// Times are spans of a clock that is never set.
struct AlarmPacing {
    static let minute = Span.minutes(1)
    static let limit = 5

    enum Turn: Hashable {
        /// So many of those that wait.
        case tell(Int)
        case wait(until: Span)
        case nothing
    }

    private var tellings: [Span] = []
    private var isGathering = false

    /// - Parameter waiting: how many are to be told.
    mutating func next(waiting: Int, at now: Span) -> Turn {
        guard waiting > 0 else { return .nothing }
        tellings.removeAll { $0 + Self.minute <= now }
        if tellings.count >= Self.limit, let oldest = tellings.first {
            isGathering = true
            return .wait(until: oldest + Self.minute)
        }
        return .tell(isGathering || waiting > Self.limit ? waiting : 1)
    }

    /// The operator has been told.
    mutating func told(at now: Span) {
        isGathering = false
        tellings.append(now)
    }
}
