public import CallTree
public import JSONText
internal import ServiceHours

extension RecordedEvent {
    /// The event as one object of an export: sequence, instant, event, and what the event says. Telephone numbers are
    /// masked.
    public var json: JSONValue {
        .object(
            [
                JSONMember("sequence", .integer(sequence)), JSONMember("instant", .instant(instant)),
                JSONMember("event", .string(event.name)),
            ] + event.members)
    }
}

extension Event {
    /// The name of the kind, as in the code.
    public var name: String {
        switch self {
        case .alertRecorded: "alertRecorded"
        case .incidentOpened: "incidentOpened"
        case .alertHeard: "alertHeard"
        case .alertRecovered: "alertRecovered"
        case .incidentReopened: "incidentReopened"
        case .incidentDeferred: "incidentDeferred"
        case .incidentEnded: "incidentEnded"
        case .incidentForgotten: "incidentForgotten"
        case .escalationStarted: "escalationStarted"
        case .incidentJoined: "incidentJoined"
        case .escalationResumed: "escalationResumed"
        case .escalationEnded: "escalationEnded"
        case .escalationForgotten: "escalationForgotten"
        case .attemptWaits: "attemptWaits"
        case .tryPlaced: "tryPlaced"
        case .rang: "rang"
        case .answered: "answered"
        case .machineDetected: "machineDetected"
        case .promptEnded: "promptEnded"
        case .keyPressed: "keyPressed"
        case .keyAnswered: "keyAnswered"
        case .outcomeDecided: "outcomeDecided"
        case .hangUpAsked: "hangUpAsked"
        case .tryUnsure: "tryUnsure"
        case .tryFailed: "tryFailed"
        case .tryLost: "tryLost"
        case .attemptEnded: "attemptEnded"
        case .mailOwed: "mailOwed"
        case .mailDelivered: "mailDelivered"
        case .alarmRaised: "alarmRaised"
        case .alarmCleared: "alarmCleared"
        case .lineChanged: "lineChanged"
        case .lineCounted: "lineCounted"
        case .readinessJudged: "readinessJudged"
        case .clockStepped: "clockStepped"
        case .clockJudged: "clockJudged"
        case .journalRestored: "journalRestored"
        }
    }

    fileprivate var members: [JSONMember] {
        switch self {
        case .alertRecorded(let contract, let alert, let why):
            [JSONMember("contract", .string(contract.text)), JSONMember("why", .string(why.term))] + alert.members
        case .incidentOpened(let id, let contract, let alert, let course):
            [id.member, JSONMember("contract", .string(contract.text))] + course.members + alert.members
        case .alertHeard(let id), .alertRecovered(let id), .incidentForgotten(let id): [id.member]
        case .incidentReopened(let id, let reason, let course):
            [id.member, JSONMember("why", .string(reason.term))] + course.members
        case .incidentDeferred(let id, let until): [id.member, JSONMember("until", .instant(until))]
        case .incidentEnded(let id, let end, let reason):
            [id.member, JSONMember("end", .string(end.rawValue))] + reason.members
        case .escalationStarted(let id, let terms, let incidents, let closing):
            [
                id.member, JSONMember("contract", .string(terms.id.text)), incidents.member,
                JSONMember("contacts", .array(terms.contacts.map(\.json))), JSONMember("closing", .instant(closing)),
            ]
        case .incidentJoined(let id, let incident): [id.member, incident.member]
        case .escalationResumed(let id, let closing): [id.member, JSONMember("closing", .instant(closing))]
        case .escalationEnded(let id, let end, let until):
            [id.member, JSONMember("end", .string(end.rawValue)), JSONMember("gatheringUntil", .instant(until))]
        case .escalationForgotten(let id): [id.member]
        case .attemptWaits(let id, let reason): [id.member] + reason.members
        case .tryPlaced(let id, let line, let digit):
            [id.member, JSONMember("line", .string(line.text)), JSONMember("digit", .integer(Int(digit)))]
        case .rang(let id), .machineDetected(let id), .promptEnded(let id), .keyAnswered(let id), .tryLost(let id):
            [id.member]
        case .answered(let id, let answerer, let announced, let standing):
            [
                id.member, JSONMember("by", .string(answerer.term)), announced.member,
                JSONMember("standing", .string(standing.term)),
            ]
        case .keyPressed(let id, let key): [id.member, JSONMember("key", .string(key.text))]
        case .outcomeDecided(let id, let outcome), .hangUpAsked(let id, let outcome):
            [id.member, JSONMember("outcome", .string(outcome.rawValue))]
        case .tryUnsure(let id, let until): [id.member, JSONMember("until", .instant(until))]
        case .tryFailed(let id, let retryAt): [id.member, JSONMember("retryAt", .instant(retryAt))]
        case .attemptEnded(let id, let outcome, let rings):
            [id.member, JSONMember("outcome", .string(outcome.rawValue)), JSONMember("rings", .integer(rings))]
        case .mailOwed(let id, let mail):
            [
                JSONMember("mail", .integer(id.number)), JSONMember("kind", .string(mail.kind.term)),
                JSONMember("contract", .string(mail.contract.text)), mail.incidents.member,
                JSONMember("recipients", .array(mail.recipients.map { .string($0) })),
            ]
        case .mailDelivered(let id): [JSONMember("mail", .integer(id.number))]
        case .alarmRaised(let id, let alarm): [JSONMember("alarm", .integer(id.number))] + alarm.members
        case .alarmCleared(let id, let name):
            [JSONMember("alarm", .integer(id.number)), JSONMember("by", .string(name))]
        case .lineChanged(let id, let state):
            [JSONMember("line", .string(id.text)), JSONMember("state", .string(state == .up ? "up" : "down"))]
        case .lineCounted(let id, let failures):
            [JSONMember("line", .string(id.text)), JSONMember("failures", .integer(failures))]
        case .readinessJudged(let readiness): readiness.members
        case .clockStepped(let span): [JSONMember("by", .seconds(span))]
        case .clockJudged(let trusted): [JSONMember("trusted", .bool(trusted))]
        case .journalRestored(let counters):
            [
                JSONMember("incident", .integer(counters.incident)),
                JSONMember("escalation", .integer(counters.escalation)), JSONMember("mail", .integer(counters.mail)),
                JSONMember("alarm", .integer(counters.alarm)), JSONMember("run", .integer(counters.run)),
            ]
        }
    }
}

extension IncidentID {
    fileprivate var member: JSONMember { JSONMember("incident", .integer(number)) }
}

extension EscalationID {
    fileprivate var member: JSONMember { JSONMember("escalation", .integer(number)) }
}

extension AttemptID {
    fileprivate var member: JSONMember { JSONMember("attempt", .string(description)) }
}

extension TryID {
    fileprivate var member: JSONMember { JSONMember("try", .string(description)) }
}

extension [IncidentID] {
    fileprivate var member: JSONMember { JSONMember("incidents", .array(map { .integer($0.number) })) }
}

extension Contact {
    fileprivate var json: JSONValue {
        ["id": .string(id.text), "name": .string(name), "phone": .string(phone.masked)]
    }
}

extension Alert {
    fileprivate var members: [JSONMember] {
        [
            JSONMember("source", .string(source.text)), JSONMember("dedupKey", .string(dedupKey)),
            JSONMember("status", .string(status.rawValue)), JSONMember("severity", .string(severity.name)),
            JSONMember("severityRaw", .text(severityRaw)), JSONMember("name", .string(name)),
            JSONMember("summary", .string(summary)), JSONMember("startedAt", .instant(startedAt)),
            JSONMember("labels", .object(labels.map { JSONMember($0.name, .string($0.value)) })),
        ]
    }
}

extension Course {
    fileprivate var members: [JSONMember] {
        switch self {
        case .call: [JSONMember("course", "call")]
        case .waits(let until): [JSONMember("course", "waits"), JSONMember("until", .instant(until))]
        case .record: [JSONMember("course", "record")]
        case .gathers(let until): [JSONMember("course", "gathers"), JSONMember("until", .instant(until))]
        }
    }
}

extension EndReason {
    fileprivate var members: [JSONMember] {
        let why = JSONMember("why", .string(term))
        switch self {
        case .contact(let attempt): return [why, attempt.member]
        case .operatorAsked(let name, let reason):
            return [why, JSONMember("by", .string(name)), JSONMember("reason", .string(reason))]
        case .alertRecovered, .roundsMade, .noCallGotThrough, .cap, .callsPerDay, .windowClosed, .recordOnly, .stale,
            .neverOpen,
            .contractGone, .journalRestored:
            return [why]
        }
    }
}

extension WaitReason {
    fileprivate var members: [JSONMember] {
        let why = JSONMember("why", .string(term))
        switch self {
        case .numberPausing(let until): return [why, JSONMember("until", .instant(until))]
        case .numberInUse, .lineBusy, .clockDistrusted, .restartingOften: return [why]
        }
    }
}

extension Alarm {
    fileprivate var members: [JSONMember] {
        let why = JSONMember("why", .string(term))
        switch self {
        case .linesFailing(let attempt): return [why, attempt.member]
        case .undeliverable(let escalation): return [why, escalation.member]
        case .capReached(let contract), .calendarUnreadable(let contract), .contractGone(let contract),
            .manyTargetsAbnormal(let contract):
            return [why, JSONMember("contract", .string(contract.text))]
        case .callsPerDayReached(let contract, let contact):
            return [
                why, JSONMember("contract", .string(contract.text)), JSONMember("contact", .string(contact.text)),
            ]
        case .endNotReported(let id): return [why, id.member]
        case .journalBroken(let row): return [why, JSONMember("row", .integer(row))]
        case .callbackForged(let line), .lineOut(let line), .lineSilent(let line):
            return [why, JSONMember("line", .string(line.text))]
        case .setAside(let subject): return [why, JSONMember("subject", .string(subject.words(.english)))]
        case .mailRefused(let mail): return [why, JSONMember("mail", .integer(mail.number))]
        case .runNeedsPerson(let run): return [why, JSONMember("run", .integer(run))]
        case .clockDistrusted, .restartingOften, .mailFailing, .journalRestored, .notArmed: return [why]
        }
    }
}

extension RecordReason {
    fileprivate var term: String {
        switch self {
        case .undesignated: "undesignated"
        case .unknownTrouble: "unknown-trouble"
        case .contractGone: "contract-gone"
        }
    }
}
