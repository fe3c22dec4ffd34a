public import ServiceHours

/// A designated alert's trouble, from its opening until nothing depends on it any more.
public struct Incident: Equatable, Sendable {
    /// Where an incident stands that has no end yet.
    public enum Place: Equatable, Sendable {
        /// The window is closed; it is called at the opening.
        case waiting(until: Instant)
        /// It is to be called as soon as no gathering holds it back.
        case pending
        /// An escalation carries it.
        case carried(EscalationID)
        /// It has an end.
        case ended(End, EndReason)
    }

    /// What never changes, in an array of one: so it is passed on as one reference.
    struct Opening: Equatable, Sendable {
        let id: IncidentID
        let key: IncidentKey
        let severity: Severity
        let name: String
        let summary: String
        let startedAt: Instant?
        let openedAt: Instant
    }

    private let opening: [Opening]
    public internal(set) var lastHeard: Instant
    /// When the alert recovered; nil while it fires.
    public internal(set) var recoveredAt: Instant?
    public internal(set) var place: Place
    /// The escalation that carries it or carried it last.
    public internal(set) var escalation: EscalationID?
    /// Whether the one rerun after an undeliverable tree was used.
    public internal(set) var rerunUsed = false

    init(_ opening: Opening) {
        self.opening = [opening]
        lastHeard = opening.openedAt
        place = .pending
    }

    public var id: IncidentID { opening[0].id }
    public var key: IncidentKey { opening[0].key }
    public var severity: Severity { opening[0].severity }
    public var name: String { opening[0].name }
    public var summary: String { opening[0].summary }
    /// By the sender's clock.
    public var startedAt: Instant? { opening[0].startedAt }
    public var openedAt: Instant { opening[0].openedAt }

    public var end: End? {
        if case .ended(let end, _) = place { end } else { nil }
    }

    public var contract: ContractID { key.contract }

    /// The first instant at which a message with this key opens a new incident; nil while the incident has no end. Once
    /// an operator has closed it, that is any instant, also one before a clock that was set back; the same once a restored
    /// journal has: whoever speaks of the trouble afterwards speaks of now.
    func keyFree(from policy: CallPolicy) -> Instant? {
        switch place {
        case .waiting, .pending, .carried: nil
        case .ended(.cancelled, _), .ended(.notCalled, .journalRestored): Instant(microseconds: .min)
        case .ended(.acknowledged, _), .ended(.recovered, _), .ended(.exhausted, _), .ended(.undeliverable, _),
            .ended(.handedOver, _), .ended(.notCalled, _):
            if let recoveredAt {
                min(recoveredAt + policy.holdOff, lastHeard + policy.quietLimit)
            } else {
                lastHeard + policy.quietLimit
            }
        }
    }
}

/// What makes two alerts the same trouble.
public struct IncidentKey: Hashable, Sendable {
    public let contract: ContractID
    public let source: SourceID
    public let dedupKey: String

    public init(contract: ContractID, source: SourceID, dedupKey: String) {
        self.contract = contract
        self.source = source
        self.dedupKey = dedupKey
    }
}
