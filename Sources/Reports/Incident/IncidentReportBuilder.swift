import CallTree
import ServiceHours

/// Folds the events of one incident and of the escalations that carried it into its report.
struct IncidentReportBuilder {
    private var report: IncidentReport
    private let today: CallTerms?
    private var check = TreeCheck()
    private var escalations: [EscalationID: EscalationBuilder] = [:]
    private var escalationOrder: [EscalationID] = []
    private var mails: [MailID: Int] = [:]
    private var alarms: [AlarmID: Int] = [:]
    /// Entries of the timeline that belong to an attempt are kept only if the attempt concerns the incident.
    private var entries: [(event: RecordedEvent, attempt: AttemptID?)] = []
    private var wasOpened = false

    init(incident: IncidentID, today: CallTerms?) {
        report = IncidentReport(id: incident)
        self.today = today
    }

    private var isOpen: Bool { report.standing == .open }

    mutating func take(_ recorded: RecordedEvent) {
        check.take(recorded)
        let at = recorded.instant
        let asked = report.id
        switch recorded.event {
        case .alertRecorded, .escalationForgotten: break
        case .incidentOpened(_, let contract, let alert, let course):
            opened(contract, alert, course, at: at)
            note(recorded)
        case .alertHeard:
            report.heardAgain += 1
            report.lastHeardAt = at
            report.recoveredAt = nil
            note(recorded)
        case .alertRecovered:
            report.recoveredAt = at
            note(recorded)
        case .incidentReopened(_, let reason, let course):
            report.standing = .open
            report.acknowledgedBy = nil
            if reason == .firedAgain { report.recoveredAt = nil }
            addReason(.reopened(reason), at: at)
            follow(course, at: at, isOpening: false)
            note(recorded)
        case .incidentDeferred(_, let until):
            addReason(.deferred(until: until), at: at)
            note(recorded)
        case .incidentEnded(_, let end, let reason):
            ended(end, reason, recorded)
            note(recorded)
        case .incidentForgotten:
            note(recorded)

        case .escalationStarted(let id, let terms, let carried, let closing):
            change(id) { $0.started(terms, carried, closing, recorded, asks: carried.contains(asked)) }
            if carried.contains(asked) {
                addReason(.treeStarted(id, with: carried), at: at)
            }
            note(recorded)
        case .incidentJoined(let id, let incident):
            change(id) { $0.joined(incident, asks: incident == asked) }
            if incident == asked {
                addReason(.joined(id, afterAttempts: escalations[id]?.usedAttempts ?? 0), at: at)
                note(recorded)
            }
        case .escalationResumed(let id, let closing):
            let isOpen = isOpen
            change(id) { $0.resumed(closing, asks: isOpen) }
            if isOpen { addReason(.resumed(id), at: at) }
            note(recorded)
        case .escalationEnded(let id, let end, let gathering):
            change(id) { $0.ended(end, gathering, at: at) }
            if let gathering, isOpen { addReason(.leftOver(id, until: gathering), at: at) }
            note(recorded)

        case .attemptWaits(let id, let reason):
            changeAttempt(id, recorded) { $0.waits.append(.init(at: at, reason: reason)) }
        case .attemptEnded(let id, let outcome, let rings):
            changeAttempt(id, recorded) { $0.ending = .init(outcome: outcome, rings: rings, at: at) }
        case .tryPlaced(let id, let line, let digit):
            let speaksDigit = escalations[id.escalation]?.terms?.calls.proof == .randomDigit
            changeTry(id, recorded) { call in
                call.placedAt = at
                call.line = line
                call.digit = speaksDigit ? digit : nil
            }
        case .rang(let id): changeTry(id, recorded) { $0.rangAt = at }
        case .answered(let id, let answerer, let announced, let standing):
            changeTry(id, recorded) { call in
                call.answeredAt = at
                call.answeredBy = answerer
                call.announced = announced
                call.standing = standing
            }
        case .machineDetected(let id): changeTry(id, recorded) { $0.machineDetectedAt = at }
        case .keyPressed(let id, let key): changeTry(id, recorded) { $0.keys.append(.init(at: at, key: key)) }
        case .promptEnded(let id), .keyAnswered(let id), .outcomeDecided(let id, _), .hangUpAsked(let id, _):
            changeTry(id, recorded) { _ in }
        case .tryUnsure(let id, let until): changeTry(id, recorded) { $0.unsureUntil = until }
        case .tryFailed(let id, let retryAt): changeTry(id, recorded) { $0.ending = .failed(at: at, retryAt: retryAt) }
        case .tryLost(let id): changeTry(id, recorded) { $0.ending = .lost(at: at) }

        case .mailOwed(let id, let mail):
            mails[id] = report.mails.count
            report.mails.append(MailReport(id: id, kind: mail.kind, recipients: mail.recipients, owedAt: at))
            note(recorded)
        case .mailDelivered(let id):
            if let index = mails[id] { report.mails[index].deliveredAt = at } else { report.partial.append(.mail(id)) }
            note(recorded)
        case .alarmRaised(let id, let alarm):
            raised(id, alarm, recorded)
        case .alarmCleared(let id, let name):
            guard let index = alarms[id] else { break }
            report.alarms[index].clearedAt = at
            report.alarms[index].clearedBy = name
            note(recorded)
        case .lineChanged, .clockStepped, .clockJudged, .journalRestored:
            if wasOpened, isOpen { note(recorded) }
        case .lineCounted, .readinessJudged: break
        }
    }

    func finished() -> IncidentReport {
        var report = report
        var concerned: [EscalationID: Set<Int>] = [:]
        for id in escalationOrder {
            guard let builder = escalations[id] else { continue }
            let (escalation, gaps) = builder.finished()
            concerned[id] = Set(escalation.attempts.lazy.filter(\.concernsIncident).map(\.id.number))
            report.escalations.append(escalation)
            report.partial += gaps
        }
        if !wasOpened { report.partial.insert(.opening, at: 0) }
        report.timeline = entries.compactMap { entry in
            guard let attempt = entry.attempt else { return entry.event }
            return concerned[attempt.escalation]?.contains(attempt.number) == true ? entry.event : nil
        }
        if let terms = escalationOrder.compactMap({ escalations[$0]?.terms }).last {
            report.customer = terms.customer
            report.policy = .frozen(terms.calls)
        } else if let today {
            report.customer = today.customer
            report.policy = .today(today.calls)
        }
        report.check = check
        return report
    }

    // MARK: The incident

    private mutating func opened(_ contract: ContractID, _ alert: Alert, _ course: Course, at: Instant) {
        wasOpened = true
        report.contract = contract
        report.alert = alert
        report.openedAt = at
        report.lastHeardAt = at
        follow(course, at: at, isOpening: true)
    }

    /// Notes why the course is what it is. What is called at once needs no words when the reopening has said it.
    private mutating func follow(_ course: Course, at: Instant, isOpening: Bool) {
        switch course {
        case .call: if isOpening { addReason(.due, at: at) }
        case .gathers(let until): addReason(.gathers(until: until), at: at)
        case .waits(let until): addReason(.waits(until: until), at: at)
        case .record: addReason(.recorded, at: at)
        }
    }

    private mutating func ended(_ end: End, _ reason: EndReason, _ recorded: RecordedEvent) {
        report.standing = .ended(end, reason, at: recorded.instant)
        for id in escalationOrder { escalations[id]?.incidentEnded() }
        switch end {
        case .acknowledged: report.acknowledgedBy = acknowledger(reason)
        case .recovered, .exhausted, .undeliverable, .cancelled: break
        case .handedOver, .notCalled: addReason(.notCalled(end, reason), at: recorded.instant)
        }
        if reason == .cap || reason == .callsPerDay { addReason(.notCalled(end, reason), at: recorded.instant) }
    }

    private func acknowledger(_ reason: EndReason) -> IncidentReport.Acknowledger? {
        switch reason {
        case .contact(let attempt):
            escalations[attempt.escalation]?.terms?.turn(attempt.number)
                .map { .contact(CalledContact($0.contact)) }
        case .operatorAsked(let name, _): .operatorNamed(name)
        case .alertRecovered, .roundsMade, .noCallGotThrough, .cap, .callsPerDay, .windowClosed, .recordOnly, .stale,
            .neverOpen,
            .contractGone, .journalRestored:
            nil
        }
    }

    private mutating func raised(_ id: AlarmID, _ alarm: Alarm, _ recorded: RecordedEvent) {
        let concerns =
            switch alarm {
            case .linesFailing, .undeliverable, .endNotReported: true
            // A refusal concerns those incidents that the mail tells of.
            case .mailRefused(let mail): report.mails.contains { $0.id == mail }
            case .capReached, .callsPerDayReached, .calendarUnreadable, .contractGone, .clockDistrusted,
                .restartingOften, .journalRestored:
                wasOpened && isOpen
            case .journalBroken, .setAside, .callbackForged, .mailFailing, .runNeedsPerson, .manyTargetsAbnormal,
                .lineOut, .lineSilent, .notArmed:
                false
            }
        guard concerns else { return }
        alarms[id] = report.alarms.count
        report.alarms.append(AlarmReport(id: id, alarm: alarm, raisedAt: recorded.instant))
        note(recorded)
    }

    // MARK: Helpers

    private mutating func addReason(_ kind: CallReason.Kind, at: Instant) {
        report.reasons.append(CallReason(at: at, kind: kind))
    }

    private mutating func note(_ recorded: RecordedEvent, attempt: AttemptID? = nil) {
        entries.append((recorded, attempt))
    }

    private mutating func changeAttempt(
        _ id: AttemptID, _ recorded: RecordedEvent, _ change: (inout AttemptReport) -> Void
    ) {
        self.change(id.escalation) { $0.changeAttempt(id, recorded, change) }
        note(recorded, attempt: id)
    }

    private mutating func changeTry(_ id: TryID, _ recorded: RecordedEvent, _ change: (inout TryReport) -> Void) {
        self.change(id.escalation) { $0.changeTry(id, recorded, change) }
        note(recorded, attempt: id.attempt)
    }

    private mutating func change(_ id: EscalationID, _ change: (inout EscalationBuilder) -> Void) {
        if escalations[id] == nil { escalationOrder.append(id) }
        change(&escalations[id, default: EscalationBuilder(id: id)])
    }
}
