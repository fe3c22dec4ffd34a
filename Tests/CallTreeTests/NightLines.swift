import CallTree
import ServiceHours

extension Night {
    /// An event as a short line; nil for those of which no test tells.
    static func line(_ event: Event, _ start: Instant) -> String? {
        switch event {
        case .alertRecorded(_, let alert, let why): "recorded \(alert.dedupKey) \(why)"
        case .incidentOpened(let id, _, _, let course): "opened \(id)\(text(course, start))"
        case .alertHeard(let id): "heard \(id)"
        case .alertRecovered(let id): "recovered \(id)"
        case .incidentReopened(let id, let reason, let course): "reopened \(id) \(reason)\(text(course, start))"
        case .incidentDeferred(let id, let until): "deferred \(id) until \(until.since(start).seconds)"
        case .incidentEnded(let id, let end, let reason): "ended \(id) \(end.rawValue)\(text(reason))"
        case .incidentForgotten(let id): "forgotten \(id)"
        case .escalationStarted(let id, _, let carried, _): "started \(id): \(text(carried))"
        case .incidentJoined(let id, let incident): "joined \(id): \(incident)"
        case .escalationResumed(let id, _): "resumed \(id)"
        case .escalationEnded(let id, let end, let until):
            "over \(id) \(end.rawValue)\(until.map { " gathering until \($0.since(start).seconds)" } ?? "")"
        case .escalationForgotten(let id): "forgotten escalation \(id)"
        case .attemptWaits(let id, let reason): "waits \(id) \(text(reason, start))"
        case .tryPlaced(let id, let line, _): "placed \(id) \(line)"
        case .rang(let id): "rang \(id)"
        case .answered(let id, _, let announced, let standing): "answered \(id) \(standing): \(text(announced))"
        case .machineDetected(let id): "machine \(id)"
        case .promptEnded(let id): "prompt ended \(id)"
        case .keyPressed(let id, let key): "key \(key.text) \(id)"
        case .keyAnswered(let id): "answered key \(id)"
        case .outcomeDecided(let id, let outcome): "decided \(id) \(outcome.rawValue)"
        case .hangUpAsked(let id, let outcome): "hang up \(id) \(outcome.rawValue)"
        case .tryUnsure(let id, let until): "unsure \(id) until \(until.since(start).seconds)"
        case .tryFailed(let id, let retryAt): "failed \(id) again at \(retryAt.since(start).seconds)"
        case .tryLost(let id): "lost \(id)"
        case .attemptEnded(let id, let outcome, let rings): "attempt \(id) \(outcome.rawValue) after \(rings) rings"
        case .mailOwed(_, let mail): "mail \(mail.kind): \(text(mail.incidents))"
        case .mailDelivered: nil
        case .alarmRaised(_, let alarm): "alarm \(alarm)"
        case .alarmCleared(_, let name): "alarm cleared by \(name)"
        case .lineChanged(let id, let state): "line \(id) \(state)"
        case .lineCounted: nil
        case .readinessJudged(let found): "readiness \(found.isArmed)"
        case .clockStepped(let span): "clock stepped \(span.seconds)"
        case .clockJudged(let trusted): trusted ? "clock trusted" : "clock distrusted"
        case .journalRestored: "journal restored"
        }
    }

    private static func text(_ course: Course, _ start: Instant) -> String {
        switch course {
        case .call: ""
        case .waits(let until): " waits until \(until.since(start).seconds)"
        case .record: " record"
        case .gathers(let until): " gathers until \(until.since(start).seconds)"
        }
    }

    private static func text(_ ids: [IncidentID]) -> String {
        ids.map(\.description).joined(separator: " ")
    }

    private static func text(_ reason: EndReason) -> String {
        switch reason {
        case .contact(let attempt): " by \(attempt)"
        case .operatorAsked(let name, _): " by \(name)"
        case .alertRecovered, .roundsMade, .noCallGotThrough, .windowClosed: ""
        case .cap, .callsPerDay, .recordOnly, .stale, .neverOpen, .contractGone, .journalRestored: " (\(reason))"
        }
    }

    private static func text(_ reason: WaitReason, _ start: Instant) -> String {
        switch reason {
        case .numberInUse: "number in use"
        case .numberPausing(let until): "number pausing until \(until.since(start).seconds)"
        case .lineBusy: "line busy"
        case .clockDistrusted: "clock distrusted"
        case .restartingOften: "restarting often"
        }
    }
}

extension Contract {
    /// A contract whose every alert is designated, with three contacts on numbers of their own.
    static func acme(
        _ id: String = "acme", contacts: [String] = ["sato", "suzuki", "kato"], phones: [Int] = [1, 2, 3],
        hours: HoursRules = HoursRules(), designated: [Designation] = [Designation()],
        _ change: (inout CallPolicy) -> Void = { _ in }
    ) -> Contract {
        var calls = CallPolicy()
        calls.routes = [Night.sim]
        change(&calls)
        let people = zip(contacts, phones).compactMap { name, digit in
            PhoneNumber(e164: "+8190000000\(10 + digit)").map { Contact(id: ContactID(name), name: name, phone: $0) }
        }
        let terms = CallTerms(
            id: ContractID(id), customer: id, contacts: people, calls: calls, mail: ["desk@\(id).example"])
        return Contract(
            terms: terms, calendar: ServiceCalendar(rules: hours, holidays: Night.holidays), designated: designated)
    }
}

extension Night {
    static let holidays = HolidayCalendar(announcedThrough: 2027)
}
