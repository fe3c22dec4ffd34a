import CallTree
public import JSONText
public import Reports

extension DrillResult {
    /// One object for each scenario, as `nightcall drill --format json` prints it. Scripts rely on its keys.
    public var json: JSONValue {
        let first = incidents.first
        return [
            "scenario": .string(scenario.name),
            "outcome": .text(first?.end?.rawValue),
            "acknowledgedBy": .text(first?.acknowledgedBy?.text),
            "attempts": .array(attempts.map(\.json)),
            "incidents": .array(incidents.map(\.json)),
            "events": .integer(events.count),
            "seed": .integer(Int(clamping: seed)),
            "passed": .bool(passed),
        ]
    }

    /// - Parameter seconds: how long the drill took, by the clock of whoever ran it.
    public func junitCase(seconds: Double) -> JUnitCase {
        JUnitCase(
            name: scenario.name, seconds: seconds, result: passed ? .passed : .failed(failures.joined(separator: "\n")),
            output: transcript)
    }
}

extension DrillResult.AttemptResult {
    fileprivate var json: JSONValue {
        [
            "escalation": .integer(escalation.number),
            "round": .integer(round),
            "contact": .integer(place),
            "contactID": .string(contact.text),
            "outcome": .string(outcome.rawValue),
            "startedAt": .instant(startedAt),
            "endedAt": .instant(endedAt),
            "rings": .integer(rings),
        ]
    }
}

extension DrillResult.IncidentResult {
    fileprivate var json: JSONValue {
        [
            "dedupKey": .string(dedupKey),
            "outcome": .text(end?.rawValue),
            "acknowledgedBy": .text(acknowledgedBy?.text),
        ]
    }
}
