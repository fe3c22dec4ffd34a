import ServiceHours

/// The start of escalations: at once, at the end of a gathering, at the opening.
extension Board {
    mutating func settleDesks(at now: Instant, _ commit: (inout Board, Event) -> Void) {
        if docket.desks.isEmpty { return }
        let looked = docket.desks.takeAll()
        for id in oldestFirst(looked) {
            if let until = gathering(id, at: now) {
                docket.deskAgenda.enter(id, at: until)
            } else {
                for event in follow(id, at: now) { commit(&self, event) }
            }
        }
    }

    /// Contracts whose escalations start at one instant, as at an opening, start in the order in which their incidents
    /// came; the order must not depend on whether the engine has been restarted meanwhile.
    private func oldestFirst(_ looked: [ContractID]) -> [ContractID] {
        if looked.count < 2 { return looked }
        var aged: [(oldest: Int, id: ContractID)] = []
        for id in looked {
            let oldest = [desks[id]?.pending.first, desks[id]?.waiting.first].compactMap { $0?.number }.min()
            aged.append((oldest ?? .max, id))
        }
        return aged.sorted { ($0.oldest, $0.id.text) < ($1.oldest, $1.id.text) }.map(\.id)
    }

    /// Until when a gathering holds back whatever the desk may call; nil when none does.
    private func gathering(_ id: ContractID, at now: Instant) -> Instant? {
        guard let desk = desks[id], desk.contract != nil, desk.running == nil, let until = desk.gatheringUntil,
            now < until, !desk.pending.isEmpty || !desk.waiting.isEmpty
        else { return nil }
        return until
    }

    private func follow(_ id: ContractID, at now: Instant) -> [Event] {
        guard let desk = desks[id], !desk.pending.isEmpty || !desk.waiting.isEmpty else { return [] }
        guard let contract = desk.contract else {
            let due = desk.waiting.filter { incident in
                if case .waiting(let until) = incidents[incident]?.place { until <= now } else { false }
            }
            let uncalled = due + desk.pending
            return uncalled.isEmpty
                ? [] : raise(.contractGone(id)) + uncalled.map { .incidentEnded($0, .notCalled, .contractGone) }
        }
        // A wrong clock says neither whether the window is open nor when it closes: what came meanwhile is decided on when
        // the clock is right again.
        if !clockTrusted { return [] }
        let window = window(of: contract, at: now)
        // In an open window all that waits is due: its opening has come, or the calendar or the clock has moved it here.
        return window.isOpen ? call(desk.waiting, desk, contract, window, at: now) : leave(desk, window, at: now)
    }

    /// The window is closed: what it left uncalled is handed over, and what waits for an opening that has moved waits
    /// for the new one.
    private func leave(_ desk: Desk, _ window: Window, at now: Instant) -> [Event] {
        let handedOver = desk.pending.map { Event.incidentEnded($0, .handedOver, .windowClosed) }
        let moved = desk.waiting.compactMap { id -> Event? in
            guard case .waiting(let until) = incidents[id]?.place, until != window.nextOpening else { return nil }
            if let opening = window.nextOpening { return .incidentDeferred(id, until: opening) }
            return until <= now ? .incidentEnded(id, .notCalled, .neverOpen) : nil
        }
        return handedOver + moved
    }

    private func call(
        _ due: [IncidentID], _ desk: Desk, _ contract: Contract, _ window: Window, at now: Instant
    ) -> [Event] {
        let policy = contract.terms.calls
        var events = calendarAlarm(of: contract.id, window)
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
        let (terms, alarms) = withinCallsPerDay(contract.terms, at: now, beside: events)
        guard let terms else { return events + alarms + called.map { .incidentEnded($0, .exhausted, .callsPerDay) } }
        let id = EscalationID(counters.escalation + 1)
        return events + clear(.capReached(contract.id)) + alarms + [
            .escalationStarted(id, terms, called.sorted(), closing: window.nextClosing)
        ]
    }

    /// The terms without the contacts whose number has got its calls of this day, nil when none is left, and the alarms
    /// that say so.
    private func withinCallsPerDay(
        _ terms: CallTerms, at now: Instant, beside decided: [Event]
    ) -> (terms: CallTerms?, alarms: [Event]) {
        func isReached(_ contact: Contact) -> Bool {
            (numbers[contact.phone]?.calls(onDayOf: now) ?? 0) >= terms.calls.callsPerNumberAndDay
        }
        let kept = terms.contacts.filter { !isReached($0) }
        if kept.count == terms.contacts.count && lit.isEmpty { return (terms, []) }
        var alarms: [Event] = []
        for contact in terms.contacts {
            let alarm = Alarm.callsPerDayReached(terms.id, contact.id)
            alarms += isReached(contact) ? raise(alarm, beside: decided + alarms) : clear(alarm)
        }
        if kept.isEmpty { return (nil, alarms) }
        return (kept.count == terms.contacts.count ? terms : terms.keeping(kept), alarms)
    }
}
