public import ServiceHours

extension Board {
    /// What one alert of a body leads to. Reads, changes nothing.
    public func decide(_ alert: Alert, for contract: ContractID, at now: Instant) -> [Event] {
        guard let agreed = desks[contract]?.contract else {
            return [.alertRecorded(contract, alert, why: .contractGone)]
        }
        guard let incident = openKey(of: alert, agreed, at: now) else {
            switch alert.status {
            case .firing:
                return agreed.designates(alert)
                    ? open(alert, for: agreed, at: now) : [.alertRecorded(contract, alert, why: .undesignated)]
            case .resolved, .update: return [.alertRecorded(contract, alert, why: .unknownTrouble)]
            }
        }
        switch (alert.status, incident.place) {
        case (.firing, .ended(.recovered, _)): return reopen(incident, for: agreed, at: now)
        case (.firing, _): return [.alertHeard(incident.id)]
        // An update after the recovery, as when somebody closes the alert's ticket, does not say that it fires again.
        case (.update, _): return incident.recoveredAt == nil ? [.alertHeard(incident.id)] : []
        case (.resolved, let place):
            // A recovery is repeated by senders that repeat everything; the first one counts.
            if incident.recoveredAt != nil { return [] }
            switch place {
            case .waiting, .pending:
                return [.alertRecovered(incident.id), .incidentEnded(incident.id, .recovered, .alertRecovered)]
            case .carried(let escalation):
                switch escalations[escalation]?.terms.calls.onRecovery ?? .stop {
                case .stop:
                    return [.alertRecovered(incident.id), .incidentEnded(incident.id, .recovered, .alertRecovered)]
                case .continue: return [.alertRecovered(incident.id)]
                }
            case .ended: return [.alertRecovered(incident.id)]
            }
        }
    }

    /// The incident that the alert's key belongs to, if the key is not free again.
    private func openKey(of alert: Alert, _ contract: Contract, at now: Instant) -> Incident? {
        let key = IncidentKey(contract: contract.id, source: alert.source, dedupKey: alert.dedupKey)
        guard let id = keys[key], let incident = incidents[id] else { return nil }
        if let free = incident.keyFree(from: contract.terms.calls), free <= now { return nil }
        return incident
    }

    private func open(_ alert: Alert, for contract: Contract, at now: Instant) -> [Event] {
        let id = IncidentID(counters.incident + 1)
        let (course, reason, unreadable) = course(for: contract, at: now)
        var events: [Event] = [.incidentOpened(id, contract.id, alert, course)]
        if unreadable { events += raise(.calendarUnreadable(contract.id)) }
        if let reason { events.append(.incidentEnded(id, .notCalled, reason)) }
        return events
    }

    /// A firing within the hold-off after a recovery: the incident goes on, and so does a tree that recovery stopped.
    private func reopen(_ incident: Incident, for contract: Contract, at now: Instant) -> [Event] {
        let (course, reason, unreadable) = course(for: contract, at: now)
        var events: [Event] = [.incidentReopened(incident.id, .firedAgain, course)]
        if unreadable { events += raise(.calendarUnreadable(contract.id)) }
        if let reason { events.append(.incidentEnded(incident.id, .notCalled, reason)) }
        if course == .call, desks[contract.id]?.running == nil, let id = incident.escalation,
            let escalation = escalations[id], escalation.ended?.end == .recovered
        {
            events.append(.escalationResumed(id, closing: window(of: contract, at: now).nextClosing))
        }
        return events
    }

    /// What becomes of an incident that opens or goes on now; with the reason when it is not to be called at all.
    private func course(for contract: Contract, at now: Instant) -> (Course, EndReason?, unreadable: Bool) {
        let window = window(of: contract, at: now)
        if window.isOpen { return (.call, nil, !window.isReadable) }
        switch contract.terms.calls.outsideWindow {
        case .recordOnly: return (.record, .recordOnly, false)
        case .callAtOpening:
            guard let opening = window.nextOpening else { return (.record, .neverOpen, false) }
            return (.waits(until: opening), nil, false)
        }
    }
}
