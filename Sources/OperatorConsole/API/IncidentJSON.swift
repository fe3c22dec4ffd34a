internal import CallTree
internal import Reports
internal import ServiceHours

extension Incident {
    /// The short form, for lists: keys as in the list that is made from a journal, and where the incident stands. Texts
    /// are whole, as they were received.
    func json(taker: Contact?) -> JSONValue {
        [
            "incident": .integer(id.number),
            "contract": .string(contract.text),
            "dedupKey": .string(key.dedupKey),
            "severity": .string(severity.name),
            "summary": .string(summary),
            "state": end == nil ? "open" : "ended",
            "end": .text(end?.rawValue),
            "openedAt": .instant(openedAt),
            "acknowledgedBy": .text(taker?.id.text),
            "acknowledgedByOperator": .text(operatorName),
            "place": .string(placeTerm),
            "waitsUntil": .instant(waitsUntil),
            "recoveredAt": .instant(recoveredAt),
            "escalation": .number(escalation?.number),
        ]
    }

    private var operatorName: String? {
        if case .ended(.acknowledged, .operatorAsked(let name, _)) = place { name } else { nil }
    }

    private var placeTerm: String {
        switch place {
        case .waiting: "waiting"
        case .pending: "pending"
        case .carried: "carried"
        case .ended: "ended"
        }
    }

    private var waitsUntil: Instant? {
        if case .waiting(let until) = place { until } else { nil }
    }
}
