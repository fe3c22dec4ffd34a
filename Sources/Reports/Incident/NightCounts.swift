public import CallTree
public import ServiceHours

/// How many incidents ended how, and how many calls: the night in a few numbers, from its events.
public struct NightCounts: Hashable, Sendable {
    public private(set) var opened = 0
    public private(set) var ends: [End: Int] = [:]
    public private(set) var calls: [Outcome: Int] = [:]
    public private(set) var alarms = 0
    /// Of the events that were counted.
    public private(set) var first: RecordedEvent.Place?
    public private(set) var last: RecordedEvent.Place?

    public init() {}

    public mutating func take(_ recorded: RecordedEvent) {
        let place = RecordedEvent.Place(sequence: recorded.sequence, instant: recorded.instant)
        if first == nil { first = place }
        last = place
        if case .incidentOpened = recorded.event { opened += 1 }
        if case .incidentEnded(_, let end, _) = recorded.event { ends[end, default: 0] += 1 }
        if case .attemptEnded(_, let outcome, _) = recorded.event { calls[outcome, default: 0] += 1 }
        if case .alarmRaised = recorded.event { alarms += 1 }
    }
}

extension RecordedEvent {
    /// Where and when in the journal.
    public struct Place: Hashable, Sendable {
        public let sequence: Int
        public let instant: Instant
    }
}
