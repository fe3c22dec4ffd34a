public import ServiceHours

extension Board {
    /// Changes the state as the event says. Decides nothing, and never fails on a journal that this program wrote: an
    /// event whose subject is unknown, because it was set aside at the start, changes nothing.
    public mutating func apply(_ event: Event, at now: Instant) {
        switch event {
        case .alertRecorded: break
        case .incidentOpened(let id, let contract, let alert, let course):
            openIncident(id, contract, alert, course, at: now)
        case .alertHeard(let id):
            incidents[id]?.lastHeard = now
            incidents[id]?.recoveredAt = nil
        case .alertRecovered(let id):
            incidents[id]?.lastHeard = now
            incidents[id]?.recoveredAt = now
            docket.tidy(.incident(id))
        case .incidentReopened(let id, let reason, let course):
            reopenIncident(id, reason, course, at: now)
        case .incidentDeferred(let id, let until):
            incidents[id]?.place = .waiting(until: until)
            if let contract = incidents[id]?.contract { docket.deskAgenda.enter(contract, at: until) }
        case .incidentEnded(let id, let end, let reason):
            endIncident(id, end, reason)
        case .incidentForgotten(let id):
            if let incident = incidents.removeValue(forKey: id), keys[incident.key] == id {
                keys[incident.key] = nil
            }

        case .escalationStarted(let id, let terms, let carried, let closing):
            startEscalation(id, terms, carried, closing, at: now)
        case .incidentJoined(let id, let incident): joinIncident(incident, to: id)
        case .escalationResumed(let id, let closing): resumeEscalation(id, closing, at: now)
        case .escalationEnded(let id, let end, let gatheringUntil):
            endEscalation(id, end, gatheringUntil, at: now)
        case .escalationForgotten(let id): forgetEscalation(id, at: now)

        case .attemptWaits(let id, let reason): applyWait(id, reason, at: now)
        case .tryPlaced(let id, let line, let digit): applyPlaced(id, line, digit, at: now)
        case .rang(let id):
            changeCall(id) { call, terms in
                call.ringingSince = now
                call.phase = .ringing(until: now + terms.calls.ringTime)
            }
        case .answered(let id, let answerer, let announced, let standing):
            changeCall(id) { call, _ in
                call.answer = Call.Answer(at: now, by: answerer, announced: announced, standing: standing)
                if answerer == .machine { call.machine = true }
                if case .hangingUp = call.phase { return }
                call.phase = .talking(.message(repetition: 1))
            }
        case .machineDetected(let id): changeCall(id) { call, _ in call.machine = true }
        case .promptEnded(let id):
            changeCall(id) { call, _ in
                switch call.phase {
                case .talking(.message(repetition: 1)): call.phase = .talking(.message(repetition: 2))
                case .talking(.message): call.phase = .talking(.listening(until: now + CallTimes.keyLimit))
                case .dialling, .unsure, .ringing, .talking(.listening), .closing, .hangingUp: break
                }
            }
        case .keyPressed: break
        case .keyAnswered(let id): changeCall(id) { call, _ in call.phase = .talking(.message(repetition: 2)) }
        case .outcomeDecided(let id, let outcome):
            changeCall(id) { call, _ in
                if case .hangingUp(_, let until) = call.phase {
                    call.phase = .hangingUp(outcome, until: until)
                } else {
                    call.phase = .closing(outcome)
                }
            }
        case .hangUpAsked(let id, let outcome):
            changeCall(id) { call, _ in call.phase = .hangingUp(outcome, until: now + CallTimes.hangUpLimit) }
        case .tryUnsure(let id, let until): changeCall(id) { call, _ in call.phase = .unsure(until: until) }
        case .tryFailed(let id, let retryAt): applyFailure(id, retryAt, at: now)
        case .tryLost(let id):
            releaseCall(of: id.escalation, at: now)
            changeEscalation(id.escalation) { $0.attempt?.state = .redialling }
            docket.lookAtEscalation(id.escalation)
        case .attemptEnded(let id, let outcome, _): endAttempt(id, outcome, at: now)

        case .mailOwed(let id, let mail):
            mails[id] = mail
            counters.mail = max(counters.mail, id.number)
        case .mailDelivered(let id): mails[id] = nil
        case .alarmRaised(let id, let alarm):
            alarms[id] = alarm
            lit[alarm] = id
            counters.alarm = max(counters.alarm, id.number)
            switch alarm {
            case .linesFailing(let attempt): changeEscalation(attempt.escalation) { $0.attempt?.alarmed = true }
            case .lineOut, .lineSilent: lookAtWaiting()
            default: break
            }
        case .alarmCleared(let id, _):
            guard let alarm = alarms.removeValue(forKey: id) else { break }
            if lit[alarm] == id { lit[alarm] = nil }
            switch alarm {
            case .restartingOften: lookAtAll()
            case .lineOut, .lineSilent: lookAtWaiting()
            default: break
            }
        case .lineChanged(let id, let state): lines[id, default: LineUse()].state = state
        case .lineCounted(let id, let failures):
            lines[id, default: LineUse()].failures = failures
            lines[id]?.lastFailure = failures == 0 ? nil : now
        case .readinessJudged(let found): readiness = ReadinessFound(found, at: now)
        case .clockStepped(let span): shiftSpans(by: span)
        case .clockJudged(let trusted):
            clockTrusted = trusted
            if trusted {
                lookAtAll()
                lookAtDesksInUse()
            }
        case .journalRestored(let counters): restoreJournal(counters)
        }
    }

    // MARK: Incidents

    private mutating func openIncident(
        _ id: IncidentID, _ contract: ContractID, _ alert: Alert, _ course: Course, at now: Instant
    ) {
        let key = IncidentKey(contract: contract, source: alert.source, dedupKey: alert.dedupKey)
        incidents[id] = Incident(
            Incident.Opening(
                id: id, key: key, severity: alert.severity, name: alert.name, summary: alert.summary,
                startedAt: alert.startedAt, openedAt: now))
        keys[key] = id
        counters.incident = max(counters.incident, id.number)
        put(id, course, contract)
    }

    private mutating func reopenIncident(
        _ id: IncidentID, _ reason: ReopenReason, _ course: Course, at now: Instant
    ) {
        guard let contract = incidents[id]?.contract else { return }
        switch reason {
        case .firedAgain:
            incidents[id]?.lastHeard = now
            incidents[id]?.recoveredAt = nil
        case .lineReturned:
            incidents[id]?.rerunUsed = true
            // The tree reached nobody who could be rung too soon again.
            desks[contract]?.gatheringUntil = nil
        }
        put(id, course, contract)
    }

    /// Puts an incident without an end where its course says.
    private mutating func put(_ id: IncidentID, _ course: Course, _ contract: ContractID) {
        switch course {
        case .call, .record, .gathers:
            // A recorded incident is ended by the next event of the same decision.
            incidents[id]?.place = .pending
            desks[contract, default: Desk(contract: nil)].pending.append(id)
            docket.lookAtDesk(contract)
        case .waits(let until):
            incidents[id]?.place = .waiting(until: until)
            desks[contract, default: Desk(contract: nil)].waiting.append(id)
            docket.deskAgenda.enter(contract, at: until)
        }
    }

    private mutating func endIncident(_ id: IncidentID, _ end: End, _ reason: EndReason) {
        guard let incident = incidents[id] else { return }
        switch incident.place {
        case .waiting: desks[incident.contract]?.waiting.removeAll { $0 == id }
        case .pending: desks[incident.contract]?.pending.removeAll { $0 == id }
        case .carried(let escalation):
            changeEscalation(escalation) { $0.active -= 1 }
            docket.lookAtEscalation(escalation)
        case .ended: break
        }
        incidents[id]?.place = .ended(end, reason)
        docket.tidy(.incident(id))
    }

    // MARK: Escalations

    private mutating func startEscalation(
        _ id: EscalationID, _ terms: CallTerms, _ carried: [IncidentID], _ closing: Instant?, at now: Instant
    ) {
        var severity = Severity.info
        for incident in carried {
            severity = min(severity, incidents[incident]?.severity ?? .info)
            carry(incident, in: id)
        }
        escalations[id] = Escalation(
            Escalation.Facts(
                id: id, terms: terms, startedAt: now, begunAt: now, closing: closing, incidents: carried,
                fromTheFirst: carried.count, active: carried.count, severity: severity))
        counters.escalation = max(counters.escalation, id.number)
        withDesk(terms.id) { desk in
            desk.running = id
            desk.gatheringUntil = nil
            desk.starts.removeAll { $0 + CallTimes.capSpan <= now }
            desk.starts.append(now)
        }
        removeFromDesk(carried, terms.id)
        if let closing { docket.agenda.enter(id, at: closing) }
        docket.lookAtEscalation(id)
    }

    private mutating func joinIncident(_ incident: IncidentID, to id: EscalationID) {
        guard let contract = escalations[id]?.terms.id else { return }
        removeFromDesk([incident], contract)
        let before = incidents[incident]?.escalation
        carry(incident, in: id)
        let severity = incidents[incident]?.severity ?? .info
        // An attempt that waits for a slot moves up when something graver joins.
        if let escalation = escalations[id], severity < escalation.severity,
            case .waiting(.lineBusy) = escalation.attempt?.state
        {
            docket.lookAtEscalation(id)
        }
        changeEscalation(id) { escalation in
            // It comes back when it recovered and fired again while a call was under way; another escalation may have
            // carried it in between.
            let isBack = before == id || (before != nil && escalation.incidents.contains(incident))
            escalation.active += 1
            escalation.severity = min(escalation.severity, severity)
            if isBack { return }
            escalation.incidents.append(incident)
            if escalation.attemptsUsed == 0, escalation.attempt.map({ $0.tries == 0 }) ?? true {
                escalation.fromTheFirst += 1
            }
        }
    }

    private mutating func resumeEscalation(_ id: EscalationID, _ closing: Instant?, at now: Instant) {
        guard let escalation = escalations[id] else { return }
        let back = escalation.incidents.filter { incidents[$0]?.place == .pending }
        removeFromDesk(back, escalation.terms.id)
        for incident in back { carry(incident, in: id) }
        changeEscalation(id) { escalation in
            escalation.ended = nil
            escalation.begunAt = now
            escalation.closing = closing
            escalation.active = back.count
        }
        desks[escalation.terms.id]?.running = id
        if let closing { docket.agenda.enter(id, at: closing) }
        docket.lookAtEscalation(id)
    }

    private mutating func endEscalation(
        _ id: EscalationID, _ end: End, _ gatheringUntil: Instant?, at now: Instant
    ) {
        guard let escalation = escalations[id] else { return }
        let contract = escalation.terms.id
        let left = escalation.active == 0 ? [] : escalation.incidents.filter { incidents[$0]?.place == .carried(id) }
        for incident in left { incidents[incident]?.place = .pending }
        withDesk(contract) { desk in
            desk.running = nil
            desk.gatheringUntil = gatheringUntil
            desk.pending.append(contentsOf: left)
        }
        changeEscalation(id) { escalation in
            escalation.ended = Escalation.Ended(end: end, at: now, gatheringUntil: gatheringUntil)
            escalation.active = 0
            // A call under way is carried on by the line until it reports the end; anything else is over.
            if escalation.attempt?.call == nil { escalation.attempt = escalation.attempt?.laidAside }
        }
        if !left.isEmpty { docket.lookAtDesk(contract) }
        docket.tidy(.escalation(id))
    }

    private mutating func forgetEscalation(_ id: EscalationID, at now: Instant) {
        guard let escalation = escalations.removeValue(forKey: id) else { return }
        for incident in escalation.incidents where incidents[incident]?.escalation == id {
            docket.tidy(.incident(incident))
        }
        for contact in escalation.terms.contacts {
            // A call that ended this long ago makes nobody pause any more, and one of another day does not count.
            if let use = numbers[contact.phone], use.holder == nil, use.waiters.isEmpty,
                use.calls(onDayOf: now) == 0, use.lastEnd.map({ $0 + CallTimes.capSpan <= now }) ?? true
            {
                numbers[contact.phone] = nil
            }
        }
    }

    private mutating func carry(_ incident: IncidentID, in escalation: EscalationID) {
        incidents[incident]?.place = .carried(escalation)
        incidents[incident]?.escalation = escalation
    }

    private mutating func removeFromDesk(_ gone: [IncidentID], _ contract: ContractID) {
        withDesk(contract) { desk in
            if desk.pending.count == gone.count, desk.pending == gone {
                desk.pending.removeAll()
            } else if gone.count == 1, desk.pending.first == gone.first {
                // A storm joins one by one, in the order in which it stands here.
                desk.pending.removeFirst()
            } else {
                let set = Set(gone)
                desk.pending.removeAll { set.contains($0) }
                desk.waiting.removeAll { set.contains($0) }
            }
        }
    }

    // MARK: Helpers

    private mutating func withDesk(_ id: ContractID, _ change: (inout Desk) -> Void) {
        change(&desks[id, default: Desk(contract: nil)])
    }

    mutating func changeEscalation(_ id: EscalationID, _ change: (inout Escalation.Facts) -> Void) {
        guard let index = escalations.index(forKey: id) else { return }
        escalations.values[index].change(change)
    }

    private mutating func lookAtAll() {
        for id in escalations.keys.sorted() { docket.lookAtEscalation(id) }
    }
}
