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

    /// Whether an alert would open an incident, or one that has recovered again: then somebody may be called for it.
    public func wouldOpen(_ alert: Alert, for contract: ContractID, at now: Instant) -> Bool {
        switch decide(alert, for: contract, at: now).first {
        case .incidentOpened, .incidentReopened: true
        default: false
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
        let window = window(of: contract, at: now)
        // A wrong clock does not say whether the window is open: that is decided when it is right again.
        let (course, reason) = clockTrusted ? course(for: contract, window, at: now) : (.call, nil)
        var events: [Event] = [.incidentOpened(id, contract.id, alert, course)]
        events += calendarAlarm(of: contract.id, window)
        if let reason { events.append(.incidentEnded(id, .notCalled, reason)) }
        return events
    }

    /// A firing within the hold-off after a recovery: the incident goes on, and so does a tree that recovery stopped.
    private func reopen(_ incident: Incident, for contract: Contract, at now: Instant) -> [Event] {
        let window = window(of: contract, at: now)
        let goesOn = window.isOpen ? goingOn(with: incident, window) : nil
        let (course, reason) = goesOn == nil ? course(for: contract, window, at: now) : (.call, nil)
        var events: [Event] = [.incidentReopened(incident.id, .firedAgain, course)]
        events += calendarAlarm(of: contract.id, window)
        if let reason { events.append(.incidentEnded(incident.id, .notCalled, reason)) }
        return events + [goesOn].compactMap(\.self)
    }

    /// How the tree that recovery stopped, or was about to stop, takes the incident up again; nil when it cannot.
    private func goingOn(with incident: Incident, _ window: Window) -> Event? {
        guard let id = incident.escalation, let escalation = escalations[id] else { return nil }
        // The recovery of this very moment has not ended the tree yet.
        guard let ended = escalation.ended else { return .incidentJoined(id, incident.id) }
        guard ended.end == .recovered, desks[incident.contract]?.running == nil else { return nil }
        return .escalationResumed(id, closing: window.nextClosing)
    }

    /// What becomes of an incident that opens or goes on now; with the reason when it is not to be called at all.
    private func course(for contract: Contract, _ window: Window, at now: Instant) -> (Course, EndReason?) {
        if window.isOpen {
            guard let desk = desks[contract.id], desk.running == nil, let until = desk.gatheringUntil, now < until
            else { return (.call, nil) }
            return (.gathers(until: until), nil)
        }
        switch contract.terms.calls.outsideWindow {
        case .recordOnly: return (.record, .recordOnly)
        case .callAtOpening:
            guard let opening = window.nextOpening else { return (.record, .neverOpen) }
            return (.waits(until: opening), nil)
        }
    }
}
