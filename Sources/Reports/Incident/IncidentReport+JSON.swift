import CallTree
public import JSONText
public import ServiceHours

/// The report for programs. Keys are stable and stand in the order below; instants are RFC 3339 at +09:00, spans are
/// seconds, what is not known is `null`. Texts of alerts are whole, as they were received.
///
/// | key | value |
/// | --- | --- |
/// | `incident`, `contract`, `customer` | number, contract id, name |
/// | `state` | `open` or `ended` |
/// | `end`, `endReason` | as spelled in the glossary; `reason` and `attempt`, `operator`, `text` where they apply |
/// | `acknowledgedBy`, `acknowledgedByOperator` | contact id, or the operator's name |
/// | `openedAt`, `endedAt`, `seconds` | and the span between them |
/// | `alert` | all its fields, with `heardAgain`, `lastHeardAt`, `recoveredAt`, `senderClockAheadSeconds` |
/// | `reasons` | why called, or why not: `at`, `reason`, `escalation`, `until`, `text` in Japanese |
/// | `escalations` | each with `contacts`, `incidents`, `attempts` and their `tries` |
/// | `mails`, `alarms` | what was owed, raised, and when it was done; whether the operator gets a mail too |
/// | `policy`, `policyIsFrozen` | the values in force; whether an escalation froze them |
/// | `check` | `byTheBook` and each rule: `kept`, `broken` (with the breaks), `not-applicable` |
/// | `timeline` | each event: `sequence`, `at`, `text` in Japanese, `count` and `until` |
/// | `partial` | what is missing, in Japanese; empty for a whole report |
///
/// `senderClockAheadSeconds` is `null` unless the sender's clock is certain to be more than five minutes ahead. A run of
/// repeats of the alert is one entry of the timeline: `count` says how many, `until` when the last one came (`null` for a
/// single event).
extension IncidentReport {
    public func json(language: Language = .japanese) -> JSONValue {
        [
            "incident": .integer(id.number),
            "contract": .text(contract?.text),
            "customer": .text(customer),
            "state": end == nil ? "open" : "ended",
            "end": .text(end?.rawValue),
            "endReason": endReasonJSON,
            "acknowledgedBy": .text(acknowledgedByContact?.id.text),
            "acknowledgedByOperator": .text(acknowledgedByOperator),
            "openedAt": .instant(openedAt),
            "endedAt": .instant(endedAt),
            "seconds": .seconds(openedAt.flatMap { opened in endedAt.map { $0.since(opened) } }),
            "attempts": .integer(attemptCount),
            "alert": alertJSON,
            "reasons": .array(reasons.map { $0.json(language) }),
            "escalations": .array(escalations.map(\.json)),
            "mails": .array(mails.map(\.json)),
            "alarms": .array(alarms.map { $0.json(language) }),
            "policy": policy.map { $0.values.json } ?? .null,
            "policyIsFrozen": policy.map { .bool($0.isFrozen) } ?? .null,
            "check": check.json,
            "timeline": .array(timelineJSON(language)),
            "partial": .array(partial.map { .string($0.words(language)) }),
        ]
    }

    var acknowledgedByContact: CalledContact? {
        if case .contact(let contact) = acknowledgedBy { contact } else { nil }
    }

    var acknowledgedByOperator: String? {
        if case .operatorNamed(let name) = acknowledgedBy { name } else { nil }
    }

    private var endReasonJSON: JSONValue {
        guard case .ended(_, let reason, _) = standing else { return .null }
        return reason.json
    }

    private var alertJSON: JSONValue {
        guard let alert else { return .null }
        return [
            "source": .string(alert.source.text),
            "dedupKey": .string(alert.dedupKey),
            "severity": .string(alert.severity.name),
            "severityRaw": .text(alert.severityRaw),
            "name": .string(alert.name),
            "summary": .string(alert.summary),
            "startedAt": .instant(alert.startedAt),
            "labels": labelsJSON(alert),
            "heardAgain": .integer(heardAgain),
            "lastHeardAt": .instant(lastHeardAt),
            "recoveredAt": .instant(recoveredAt),
            "senderClockAheadSeconds": .seconds(openedAt.flatMap { alert.senderClockAhead(receivedAt: $0) }),
        ]
    }

    /// A sender may repeat a name, an object may not: the first one stays.
    private func labelsJSON(_ alert: Alert) -> JSONValue {
        var names: Set<String> = []
        return .object(
            alert.labels.compactMap { names.insert($0.name).inserted ? JSONMember($0.name, .string($0.value)) : nil })
    }

    private func timelineJSON(_ language: Language) -> [JSONValue] {
        var narrator = Narrator(language)
        return TimelineEntry.entries(timeline).map { entry in
            [
                "sequence": .integer(entry.first.sequence),
                "at": .instant(entry.first.instant),
                "text": .string(entry.sentence(&narrator, language)),
                "count": .integer(entry.count),
                "until": .instant(entry.count > 1 ? entry.last.instant : nil),
            ]
        }
    }
}

extension EndReason {
    /// `reason`, and `attempt`, `operator`, `text` where they apply.
    var json: JSONValue {
        switch self {
        case .contact(let attempt): ["reason": .string(term), "attempt": .string(attempt.description)]
        case .operatorAsked(let name, let text):
            ["reason": .string(term), "operator": .string(name), "text": .string(text)]
        case .alertRecovered, .roundsMade, .noCallGotThrough, .cap, .callsPerDay, .windowClosed, .recordOnly, .stale,
            .neverOpen,
            .contractGone, .journalRestored:
            ["reason": .string(term)]
        }
    }
}

extension CallReason {
    fileprivate func json(_ language: Language) -> JSONValue {
        var escalation: Int?
        var until: Instant?
        switch kind {
        case .due, .recorded, .reopened, .notCalled: break
        case .gathers(let instant), .waits(let instant), .deferred(let instant): until = instant
        case .treeStarted(let id, _), .joined(let id, _), .resumed(let id): escalation = id.number
        case .leftOver(let id, let instant):
            escalation = id.number
            until = instant
        }
        return [
            "at": .instant(at),
            "reason": .string(kind.term),
            "escalation": .number(escalation),
            "until": .instant(until),
            "text": .string(kind.words(language)),
        ]
    }
}

extension EscalationReport {
    fileprivate var json: JSONValue {
        [
            "escalation": .integer(id.number),
            "startedAt": .instant(startedAt),
            "closing": .instant(closing),
            "incidents": .array(incidents.map { .integer($0.number) }),
            "contacts": .array(
                contacts.map {
                    ["id": .string($0.id.text), "name": .string($0.name), "number": .string($0.maskedNumber)]
                }),
            "attempts": .array(attempts.map(\.json)),
            "end": .text(end?.rawValue),
            "endedAt": .instant(endedAt),
            "gatheringUntil": .instant(gatheringUntil),
        ]
    }
}

extension AttemptReport {
    fileprivate var json: JSONValue {
        [
            "attempt": .integer(id.number),
            "round": .number(round),
            "contact": .number(place),
            "contactID": .text(contact?.id.text),
            "concernsIncident": .bool(concernsIncident),
            "outcome": .text(outcome?.rawValue),
            "rings": .number(ending?.rings),
            "startedAt": .instant(placedAt),
            "endedAt": .instant(ending?.at),
            "waits": .array(
                waits.map {
                    ["at": .instant($0.at), "reason": .string($0.reason.term), "until": .instant($0.reason.until)]
                }),
            "tries": .array(tries.map(\.json)),
        ]
    }
}

extension WaitReason {
    /// The spelling in JSON.
    var term: String {
        switch self {
        case .numberInUse: "number-in-use"
        case .numberPausing: "number-pausing"
        case .lineBusy: "line-busy"
        case .clockDistrusted: "clock-distrusted"
        case .restartingOften: "restarting-often"
        }
    }

    fileprivate var until: Instant? {
        if case .numberPausing(let until) = self { until } else { nil }
    }
}

extension TryReport {
    fileprivate var json: JSONValue {
        var failedAt: Instant?
        var retryAt: Instant?
        var lostAt: Instant?
        switch ending {
        case nil: break
        case .failed(let at, let again):
            failedAt = at
            retryAt = again
        case .lost(let at): lostAt = at
        }
        return [
            "try": .integer(id.number),
            "line": .text(line?.text),
            "digit": .number(digit.map { Int($0) }),
            "placedAt": .instant(placedAt),
            "rangAt": .instant(rangAt),
            "answeredAt": .instant(answeredAt),
            "answeredBy": .text(answeredBy?.term),
            "announced": .array(announced.map { .integer($0.number) }),
            "standing": .text(standing?.term),
            "machineDetectedAt": .instant(machineDetectedAt),
            "keys": .array(keys.map { ["at": .instant($0.at), "key": .string($0.key.text)] }),
            "failedAt": .instant(failedAt),
            "retryAt": .instant(retryAt),
            "lostAt": .instant(lostAt),
        ]
    }
}

extension Answerer {
    /// The spelling in JSON.
    var term: String {
        switch self {
        case .person: "person"
        case .machine: "machine"
        case .unknown: "unknown"
        }
    }
}

extension MailReport {
    fileprivate var json: JSONValue {
        [
            "mail": .integer(id.number),
            "kind": .string(kind.term),
            "recipients": .array(recipients.map { .string($0) }),
            "toOperator": .bool(reachesOperator || recipients.isEmpty),
            "owedAt": .instant(owedAt),
            "deliveredAt": .instant(deliveredAt),
        ]
    }
}

extension AlarmReport {
    fileprivate func json(_ language: Language) -> JSONValue {
        [
            "alarm": .integer(id.number),
            "kind": .string(alarm.term),
            "text": .string(alarm.words(language)),
            "raisedAt": .instant(raisedAt),
            "clearedAt": .instant(clearedAt),
            "clearedBy": .text(clearedBy),
        ]
    }
}

extension IncidentReport.PolicyInForce {
    fileprivate var isFrozen: Bool {
        switch self {
        case .frozen: true
        case .today: false
        }
    }
}

extension TreeCheck {
    /// `byTheBook`, and each rule with what was found.
    public var json: JSONValue {
        let rules = Rule.allCases.map { rule -> JSONValue in
            let (finding, breaks): (String, [Break]) =
                switch finding(rule) {
                case .kept: ("kept", [])
                case .broken(let breaks): ("broken", breaks)
                case .notApplicable: ("not-applicable", [])
                }
            return [
                "rule": .string(rule.rawValue),
                "finding": .string(finding),
                "breaks": .array(
                    breaks.map {
                        [
                            "at": .instant($0.at),
                            "attempt": .text($0.attempt?.description),
                            "incident": .number($0.incident?.number),
                        ]
                    }),
            ]
        }
        return ["byTheBook": .bool(isByTheBook), "rules": .array(rules)]
    }
}
