public import CallTree
public import JSONText
public import ServiceHours

extension IncidentList {
    /// One incident in a list, whether it is read off a server's board or off a journal. What the one side does not know is
    /// nil, and null in the JSON: the board counts no attempts and keeps no end's instant.
    public struct Row: Hashable, Sendable {
        /// Where an incident stands.
        public enum Place: Hashable, Sendable {
            /// The window is closed; it is called at the opening.
            case waiting(until: Instant)
            /// It is to be called.
            case pending
            /// An escalation carries it.
            case carried
            case ended

            var term: String {
                switch self {
                case .waiting: "waiting"
                case .pending: "pending"
                case .carried: "carried"
                case .ended: "ended"
                }
            }
        }

        public let id: IncidentID
        public let contract: ContractID
        public let dedupKey: String
        public let severity: Severity
        public let summary: String
        public let openedAt: Instant
        public internal(set) var place: Place
        /// Nil while it is open.
        public internal(set) var end: End?
        public internal(set) var endedAt: Instant?
        public internal(set) var acknowledgedBy: IncidentReport.Acknowledger?
        /// When the alert recovered; nil while it fires.
        public internal(set) var recoveredAt: Instant?
        /// The escalation that carries it or carried it last.
        public internal(set) var escalation: EscalationID?
        /// Attempts that were dialled while a tree carried the incident, or not yet answered when it came in.
        public internal(set) var attempts: Int?

        /// As the events of its opening tell it.
        init(id: IncidentID, contract: ContractID, alert: Alert, openedAt: Instant, place: Place) {
            self.id = id
            self.contract = contract
            dedupKey = alert.dedupKey
            severity = alert.severity
            summary = alert.summary
            self.openedAt = openedAt
            self.place = place
            attempts = 0
        }

        /// As it stands on the board of a server.
        /// - Parameter taker: who took it on the telephone, as far as the board still knows.
        public init(_ incident: Incident, taker: Contact?) {
            id = incident.id
            contract = incident.contract
            dedupKey = incident.key.dedupKey
            severity = incident.severity
            summary = incident.summary
            openedAt = incident.openedAt
            end = incident.end
            recoveredAt = incident.recoveredAt
            escalation = incident.escalation
            acknowledgedBy = taker.map { .contact(CalledContact($0)) }
            switch incident.place {
            case .waiting(let until): place = .waiting(until: until)
            case .pending: place = .pending
            case .carried: place = .carried
            case .ended(.acknowledged, .operatorAsked(let name, _)):
                place = .ended
                acknowledgedBy = .operatorNamed(name)
            case .ended: place = .ended
            }
        }
    }
}

extension IncidentList.Row {
    /// Keys as in the report: `incident`, `contract`, `dedupKey`, `severity`, `summary`, `state`, `end`, `openedAt`,
    /// `endedAt`, `acknowledgedBy` (contact id), `acknowledgedByOperator`, `attempts`; and where it stands: `place`,
    /// `waitsUntil`, `recoveredAt`, `escalation`. Texts are whole, as they were received.
    public var json: JSONValue {
        var contact: String?
        var name: String?
        switch acknowledgedBy {
        case nil: break
        case .contact(let taker): contact = taker.id.text
        case .operatorNamed(let taker): name = taker
        }
        var waitsUntil: Instant?
        if case .waiting(let until) = place { waitsUntil = until }
        return [
            "incident": .integer(id.number),
            "contract": .string(contract.text),
            "dedupKey": .string(dedupKey),
            "severity": .string(severity.name),
            "summary": .string(summary),
            "state": end == nil ? "open" : "ended",
            "end": .text(end?.rawValue),
            "openedAt": .instant(openedAt),
            "endedAt": .instant(endedAt),
            "acknowledgedBy": .text(contact),
            "acknowledgedByOperator": .text(name),
            "attempts": .number(attempts),
            "place": .string(place.term),
            "waitsUntil": .instant(waitsUntil),
            "recoveredAt": .instant(recoveredAt),
            "escalation": .number(escalation?.number),
        ]
    }
}
