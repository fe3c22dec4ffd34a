public import ServiceHours

/// What leaves the board, and the mails that the events of a step owe.
extension Board {
    mutating func tidy(at now: Instant, _ commit: (inout Board, Event) -> Void) {
        while let due = docket.tidying.takeDue(at: now) { docket.leaving.append(due) }
        if docket.leaving.isEmpty { return }
        // What follows an event that is committed here is looked at in turn.
        var place = 0
        while place < docket.leaving.count {
            let leaver = docket.leaving[place]
            place += 1
            guard let instant = leaves(leaver) else { continue }
            if instant > now {
                docket.tidying.enter(leaver, at: instant)
            } else {
                commit(&self, departure(of: leaver))
            }
        }
        docket.leaving.removeAll(keepingCapacity: true)
    }

    /// When it may leave, as things stand; nil while something else depends on it.
    private func leaves(_ leaver: Docket.Leaver) -> Instant? {
        switch leaver {
        case .incident(let id):
            guard let incident = incidents[id] else { return nil }
            if let escalation = incident.escalation, escalations[escalation] != nil { return nil }
            return incident.keyFree(from: desks[incident.contract]?.contract?.terms.calls ?? CallPolicy())
        case .escalation(let id): return escalations[id]?.forgettable()
        }
    }

    private func departure(of leaver: Docket.Leaver) -> Event {
        switch leaver {
        case .incident(let id): .incidentForgotten(id)
        case .escalation(let id): .escalationForgotten(id)
        }
    }

    /// Notes which mails an event owes: every end but `acknowledged` and `recovered`, and an alert outside the window.
    func mailOwed(by event: Event) -> Docket.OwedMail? {
        switch event {
        case .incidentOpened(let id, let contract, _, .waits):
            return Docket.OwedMail(kind: .alertOutsideWindow, contract: contract, incident: id)
        case .incidentReopened(let id, .firedAgain, .waits):
            return incidents[id].map {
                Docket.OwedMail(kind: .alertOutsideWindow, contract: $0.contract, incident: id)
            }
        case .incidentEnded(let id, let end, _):
            guard let kind = Mail.Kind(of: end), let contract = incidents[id]?.contract else { return nil }
            return Docket.OwedMail(kind: kind, contract: contract, incident: id)
        default: return nil
        }
    }

    /// One mail for each contract and kind, however many incidents.
    mutating func oweMails(_ commit: (inout Board, Event) -> Void) {
        guard !docket.mails.isEmpty else { return }
        let owed = docket.mails.takeAll()
        var order: [MailGroup] = []
        var groups: [MailGroup: [IncidentID]] = [:]
        for mail in owed {
            let group = MailGroup(kind: mail.kind, contract: mail.contract)
            if groups[group] == nil { order.append(group) }
            groups[group, default: []].append(mail.incident)
        }
        for group in order {
            let recipients = desks[group.contract]?.contract?.terms.mail ?? []
            let mail = Mail(
                kind: group.kind, contract: group.contract, incidents: groups[group] ?? [], recipients: recipients)
            commit(&self, .mailOwed(MailID(counters.mail + 1), mail))
        }
    }

    private struct MailGroup: Hashable {
        let kind: Mail.Kind
        let contract: ContractID
    }

    /// Applies an event that was decided in this step, and notes the mail it owes.
    public mutating func commit(_ event: Event, at now: Instant) {
        if let mail = mailOwed(by: event) { docket.mails.append(mail) }
        apply(event, at: now)
    }
}

extension Mail.Kind {
    /// Nil for the ends that are not mailed.
    init?(of end: End) {
        switch end {
        case .acknowledged, .recovered: return nil
        case .exhausted: self = .exhausted
        case .undeliverable: self = .undeliverable
        case .handedOver: self = .handedOver
        case .cancelled: self = .cancelled
        case .notCalled: self = .notCalled
        }
    }
}
