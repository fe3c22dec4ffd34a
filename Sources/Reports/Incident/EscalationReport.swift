public import CallTree
public import ServiceHours

/// One run of the tree, as far as the events tell it.
public struct EscalationReport: Hashable, Sendable {
    public let id: EscalationID
    public internal(set) var startedAt: Instant?
    /// When the window closes, by the calendar it began with; nil for never or when its start is missing.
    public internal(set) var closing: Instant?
    /// In order; empty when its start is missing.
    public internal(set) var contacts: [CalledContact] = []
    public internal(set) var policy: CallPolicy?
    /// The incidents it carried, in the order in which they came in.
    public internal(set) var incidents: [IncidentID] = []
    public internal(set) var attempts: [AttemptReport] = []
    public internal(set) var end: End?
    public internal(set) var endedAt: Instant?
    public internal(set) var gatheringUntil: Instant?

    init(id: EscalationID) {
        self.id = id
    }

    public func attempt(_ number: Int) -> AttemptReport? {
        attempts.last { $0.id.number == number }
    }

    /// How many rounds the board of the tree has.
    public var rounds: Int { policy?.rounds ?? attempts.compactMap(\.round).max() ?? 0 }
}

/// A contact without the telephone number.
public struct CalledContact: Hashable, Sendable {
    public let id: ContactID
    public let name: String
    /// The last four digits.
    public let maskedNumber: String

    init(_ contact: Contact) {
        id = contact.id
        name = contact.name
        maskedNumber = contact.phone.masked
    }
}

/// One turn of one contact, with all its tries.
public struct AttemptReport: Hashable, Sendable {
    public struct Ending: Hashable, Sendable {
        public let outcome: Outcome
        public let rings: Int
        public let at: Instant
    }

    public struct Wait: Hashable, Sendable {
        public let at: Instant
        public let reason: WaitReason
    }

    public let id: AttemptID
    /// From 1; nil when the escalation's start is missing. Likewise `place` and `contact`.
    public internal(set) var round: Int?
    /// The contact's place in the round, from 1.
    public internal(set) var place: Int?
    public internal(set) var contact: CalledContact?
    public internal(set) var waits: [Wait] = []
    public internal(set) var tries: [TryReport] = []
    /// Nil while it is under way, and for one that never became a call because its escalation ended first.
    public internal(set) var ending: Ending?
    /// False for an attempt that was over before the incident joined the tree, or began after the incident had ended.
    public internal(set) var concernsIncident = true

    init(id: AttemptID) {
        self.id = id
    }

    public var outcome: Outcome? { ending?.outcome }

    /// When its first dial request left.
    public var placedAt: Instant? { tries.first?.placedAt }

    /// Whether a dial request left or the attempt counts as used.
    public var isUsed: Bool { outcome != nil || !tries.isEmpty }
}

/// One dial request and the call that came of it.
public struct TryReport: Hashable, Sendable {
    public enum Ending: Hashable, Sendable {
        /// The line failed it; the attempt was tried again at the instant given.
        case failed(at: Instant, retryAt: Instant)
        /// After a restart it was sure not to exist.
        case lost(at: Instant)
    }

    public struct PressedKey: Hashable, Sendable {
        public let at: Instant
        public let key: Key
    }

    public let id: TryID
    public internal(set) var line: LineID?
    /// The digit that was spoken; nil unless the proof is `random-digit`.
    public internal(set) var digit: UInt8?
    public internal(set) var placedAt: Instant?
    public internal(set) var rangAt: Instant?
    public internal(set) var answeredAt: Instant?
    public internal(set) var answeredBy: Answerer?
    /// What the call announced, fixed when it was answered.
    public internal(set) var announced: [IncidentID] = []
    public internal(set) var standing: Announcement.Standing?
    public internal(set) var machineDetectedAt: Instant?
    public internal(set) var keys: [PressedKey] = []
    public internal(set) var unsureUntil: Instant?
    public internal(set) var ending: Ending?

    init(id: TryID) {
        self.id = id
    }
}
