public import ServiceHours

/// What the board keeps for one contract beside its incidents and escalations.
public struct Desk: Sendable {
    /// As the site folder states it today; nil when it no longer does.
    public internal(set) var contract: Contract?
    /// The escalation that runs; at most one at a time.
    public internal(set) var running: EscalationID?
    /// Incidents to be called as soon as no gathering holds them back.
    public internal(set) var pending: [IncidentID] = []
    /// Incidents that wait for the opening.
    public internal(set) var waiting: [IncidentID] = []
    /// After an acknowledgement or an exhaustion, until when incidents are gathered.
    public internal(set) var gatheringUntil: Instant?
    /// When escalations started, oldest first; those of the last hour count towards the cap.
    public internal(set) var starts: [Instant] = []

    init(contract: Contract?) {
        self.contract = contract
    }
}

/// The calls to one number, over all contracts.
struct NumberUse: Equatable, Sendable {
    /// The escalation whose call holds the number.
    var holder: EscalationID?
    var lastEnd: Instant?
    /// Escalations whose attempt waits for the number.
    private(set) var waiters: Set<EscalationID> = []
    /// The calls of the day on which it was called last.
    private var called = CallsOfDay()

    /// Another call to this number is over. Calls may be told in any order.
    mutating func count(at instant: Instant) { called.count(at: instant) }

    /// How many calls it got on the day of this instant.
    func calls(onDayOf instant: Instant) -> Int { called.count(onDayOf: instant) }

    /// The escalation's attempt waits for the number, however often that is said.
    mutating func wait(_ id: EscalationID) {
        waiters.insert(id)
    }

    /// Ends the call that holds the number, and gives those who waited for it.
    mutating func release(pausingFrom instant: Instant?) -> [EscalationID] {
        holder = nil
        if let instant { lastEnd = instant }
        defer { waiters = [] }
        return waiters.sorted()
    }
}

/// What one line carries at the moment.
struct LineUse: Equatable, Sendable {
    var capacity = LineCapacity()
    var used = 0
    var state = LineState.up
    /// Before this instant the line dials no further call, because it has dialled one; nil when it is not paced.
    var pacedUntil: Instant?
    /// Tries that failed one after another, and when the latest did.
    var failures = 0
    var lastFailure: Instant?

    func isFree(at now: Instant) -> Bool { places(at: now) > 0 }

    /// How many calls may be dialled now.
    func places(at now: Instant) -> Int {
        if let pacedUntil, now < pacedUntil { return 0 }
        let slots = capacity.slots.map { $0 - used } ?? .max
        return capacity.pace == nil ? slots : min(slots, 1)
    }
}
