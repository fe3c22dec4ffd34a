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
    var waiters: [EscalationID] = []

    /// Ends the call that holds the number, and gives those who waited for it.
    mutating func release(pausingFrom instant: Instant?) -> [EscalationID] {
        holder = nil
        if let instant { lastEnd = instant }
        return waiters.takeAll()
    }
}

/// The slots of one line.
struct LineUse: Equatable, Sendable {
    /// How many calls the line carries at once; nil for as many as asked.
    var slots: Int?
    var used = 0
    var state = LineState.up

    var isFree: Bool { slots.map { used < $0 } ?? true }
}
