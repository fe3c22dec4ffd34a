internal import CallTree
internal import Reports
internal import ServiceHours

extension Incident {
    /// The short form, for lists. Texts are whole, as they were received.
    var json: JSONValue {
        [
            "incident": .integer(id.number),
            "contract": .string(contract.text),
            "source": .string(key.source.text),
            "dedupKey": .string(key.dedupKey),
            "severity": .string(severity.name),
            "name": .string(name),
            "summary": .string(summary),
            "openedAt": .instant(openedAt),
            "state": .string(stateTerm),
            "waitsUntil": .instant(waitsUntil),
            "end": .text(end?.rawValue),
            "recoveredAt": .instant(recoveredAt),
            "escalation": .number(escalation?.number),
        ]
    }

    private var stateTerm: String {
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
