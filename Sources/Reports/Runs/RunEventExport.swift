public import JSONText
public import RunbookModel
import ServiceHours

extension RecordedRunEvent {
    /// The event as one object of an export, as those of calls: sequence, instant, event, and what the event says. What the
    /// other side of a check has said is left to the report.
    public var json: JSONValue {
        .object(
            [
                JSONMember("sequence", .integer(sequence)), JSONMember("instant", .instant(at)),
                JSONMember("event", .string(event.name)), JSONMember("run", .number(event.run?.number)),
            ] + event.members)
    }
}

extension RunEvent {
    /// The name of the kind in exports.
    var name: String {
        switch self {
        case .started: "runStarted"
        case .roundBegan: "roundBegan"
        case .checkEnded: "checkEnded"
        case .roundEnded: "roundEnded"
        case .decided: "decided"
        case .proved: "proved"
        case .proofFailed: "proofFailed"
        case .roundDue: "roundDue"
        case .approvalAsked: "approvalAsked"
        case .approved: "approved"
        case .guardsAsked: "guardsAsked"
        case .standingRead: "standingRead"
        case .actionIntended: "actionIntended"
        case .actionEnded: "actionEnded"
        case .actionUnclear: "actionUnclear"
        case .ended: "runEnded"
        case .ticketNoted: "ticketNoted"
        case .alertJoined: "alertJoined"
        case .alertSettled: "alertSettled"
        case .alertsReleased: "alertsReleased"
        case .reported: "runReported"
        case .forgotten: "runForgotten"
        case .allStopped: "allStopped"
        case .allReleased: "allReleased"
        }
    }

    fileprivate var members: [JSONMember] {
        switch self {
        case .started(_, let order):
            [
                JSONMember("contract", .string(order.contract)), JSONMember("target", .string(order.target.id.text)),
                JSONMember("runbook", .string(order.runbook.id.text)), JSONMember("edition", .string(order.edition)),
                JSONMember("extent", .string(order.extent.rawValue)),
            ]
        case .roundBegan(let round, let purpose): [round.member, JSONMember("purpose", .string("\(purpose)"))]
        case .checkEnded(let round, let check, let result):
            [
                round.member, JSONMember("check", .string(check.text)),
                JSONMember("verdict", .string(result.verdict.rawValue)),
                JSONMember("sentence", .string(result.sentence.english)),
                JSONMember("digest", .text(result.evidence.digest)),
            ]
        case .roundEnded(let round): [round.member]
        case .decided(let round, let row): [round.member, JSONMember("row", .integer(row))]
        case .proved(let round, let isGood): [round.member, JSONMember("good", .bool(isGood))]
        case .roundDue(_, let purpose, let due):
            [JSONMember("purpose", .string("\(purpose)")), JSONMember("due", .instant(due))]
        case .approvalAsked(_, let until): [JSONMember("until", .instant(until))]
        case .approved(_, let name, let until): [JSONMember("by", .string(name)), JSONMember("until", .instant(until))]
        case .guardsAsked(let step, let answers):
            [
                step.member,
                JSONMember("refusedBy", .array(answers.filter { !$0.passes }.map { .string($0.kind.rawValue) })),
            ]
        case .standingRead(let step, let standing):
            [
                step.member, JSONMember("goal", .string(standing.goal.rawValue)),
                JSONMember("identity", .text(standing.identity)),
            ]
        case .actionIntended(let step), .actionUnclear(let step): [step.member]
        case .actionEnded(let step, let result): [step.member, JSONMember("course", .string(result.course.rawValue))]
        case .ended(_, let end): [JSONMember("end", .string(end.rawValue))]
        case .ticketNoted(let step, let ticket, let name):
            [step.member, JSONMember("ticket", .string(ticket)), JSONMember("by", .string(name))]
        case .alertJoined(_, let alert):
            alert.key.members + [
                JSONMember("name", .string(alert.name)), JSONMember("summary", .string(alert.summary)),
            ]
        case .alertSettled(_, let key): key.members
        case .proofFailed, .alertsReleased, .reported, .forgotten: []
        case .allStopped(let name), .allReleased(let name): [JSONMember("by", .string(name))]
        }
    }
}

extension JoinedAlert.Key {
    fileprivate var members: [JSONMember] {
        [JSONMember("source", .string(source)), JSONMember("dedupKey", .string(dedupKey))]
    }
}

extension RoundID {
    fileprivate var member: JSONMember { JSONMember("round", .integer(number)) }
}

extension StepID {
    fileprivate var member: JSONMember { JSONMember("action", .integer(place)) }
}
