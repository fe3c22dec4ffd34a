import ServiceHours

/// The start of escalations: at once, at the end of a gathering, at the opening.
extension Board {
    mutating func settleDesks(at now: Instant, _ commit: (inout Board, Event) -> Void) {
        let looked = docket.desks
        docket.desks.removeAll(keepingCapacity: true)
        for id in looked {
            for event in follow(id, at: now) { commit(&self, event) }
        }
    }

    private func follow(_ id: ContractID, at now: Instant) -> [Event] {
        guard let desk = desks[id] else { return [] }
        let due = desk.waiting.filter { incident in
            if case .waiting(let until) = incidents[incident]?.place { until <= now } else { false }
        }
        if due.isEmpty && desk.pending.isEmpty { return [] }
        guard let contract = desk.contract else {
            return raise(.contractGone(id))
                + (due + desk.pending).map { .incidentEnded($0, .notCalled, .contractGone) }
        }
        if desk.running == nil, let until = desk.gatheringUntil, now < until { return [] }
        let window = window(of: contract, at: now)
        return window.isOpen
            ? call(due, desk, contract, window, at: now) : leave(due, desk, window)
    }

    /// The window is closed: what it left uncalled is handed over, what waited for an opening that moved waits on.
    private func leave(_ due: [IncidentID], _ desk: Desk, _ window: Window) -> [Event] {
        let handedOver = desk.pending.map { Event.incidentEnded($0, .handedOver, .windowClosed) }
        let deferred = due.map { id in
            guard let opening = window.nextOpening else { return Event.incidentEnded(id, .notCalled, .neverOpen) }
            return .incidentDeferred(id, until: opening)
        }
        return handedOver + deferred
    }

    private func call(
        _ due: [IncidentID], _ desk: Desk, _ contract: Contract, _ window: Window, at now: Instant
    ) -> [Event] {
        let policy = contract.terms.calls
        var events: [Event] = window.isReadable ? [] : raise(.calendarUnreadable(contract.id))
        var called = desk.pending
        for id in due {
            if let incident = incidents[id], incident.lastHeard + policy.staleAfter < now {
                events.append(.incidentEnded(id, .notCalled, .stale))
            } else {
                called.append(id)
            }
        }
        if called.isEmpty { return events }
        if let running = desk.running { return events + called.map { .incidentJoined(running, $0) } }
        if desk.starts.count(where: { $0 + CallTimes.capSpan > now }) >= policy.escalationsPerHour {
            return events + raise(.capReached(contract.id), beside: events)
                + called.map { .incidentEnded($0, .exhausted, .cap) }
        }
        let id = EscalationID(counters.escalation + 1)
        return events + [.escalationStarted(id, contract.terms, called.sorted(), closing: window.nextClosing)]
    }
}
