import ServiceHours

/// What the events of attempts and calls change: the attempt itself, the number it holds, and the slot of its line.
extension Board {
    mutating func applyWait(_ id: AttemptID, _ reason: WaitReason, at now: Instant) {
        changeEscalation(id.escalation) { escalation in
            if escalation.attempt == nil {
                escalation.attempt = Attempt(dueAt: now, state: .waiting(reason))
            } else {
                escalation.attempt?.state = .waiting(reason)
            }
        }
        guard let escalation = escalations[id.escalation],
            let phone = escalation.terms.turn(id.number)?.contact.phone
        else { return }
        let line = nextLine(of: escalation, at: now)
        switch reason {
        case .numberInUse: numbers[phone, default: NumberUse()].wait(id.escalation)
        case .numberPausing(let until): docket.agenda.enter(id.escalation, at: until)
        case .lineBusy: waitForSlot(id.escalation, line, at: now)
        case .clockDistrusted, .restartingOften: break
        }
    }

    /// Keeps the attempt's place in the queue of the line.
    mutating func waitForSlot(_ id: EscalationID, _ line: LineID, at now: Instant) {
        guard let claim = claim(of: id, at: now) else { return }
        docket.lineWaiters[line, default: BinaryHeap()].insert(claim)
        if let until = lines[line]?.pacedUntil, now < until { docket.lineAgenda.enter(line, at: until) }
    }

    func claim(of id: EscalationID, at now: Instant) -> Claim? {
        escalations[id].map { escalation in
            Claim(severity: escalation.severity, dueAt: escalation.attempt?.dueAt ?? now, escalation: id)
        }
    }

    mutating func applyPlaced(_ id: TryID, _ line: LineID, _ digit: UInt8, at now: Instant) {
        guard let phone = escalations[id.escalation]?.terms.turn(id.attempt.number)?.contact.phone else { return }
        let until = now + CallTimes.ringingLimit
        changeEscalation(id.escalation) { escalation in
            let call = Call(id: id, line: line, phone: phone, placedAt: now, phase: .dialling(until: until))
            if escalation.attempt == nil {
                escalation.attempt = Attempt(dueAt: now, state: .calling(call))
            } else {
                escalation.attempt?.state = .calling(call)
            }
            escalation.attempt?.tries = id.number
            escalation.attempt?.digit = digit
        }
        numbers[phone, default: NumberUse()].holder = id.escalation
        lines[line, default: LineUse()].used += 1
        if let pace = lines[line]?.capacity.pace {
            lines[line]?.pacedUntil = now + pace
            if docket.lineWaiters[line]?.first != nil { docket.lineAgenda.enter(line, at: now + pace) }
        }
        docket.agenda.enter(id.escalation, at: until)
    }

    /// Changes the call when it is the one under way, and enters its next deadline.
    mutating func changeCall(_ id: TryID, _ change: (inout Call, CallTerms) -> Void) {
        var entered: Instant?
        changeEscalation(id.escalation) { escalation in
            guard case .calling(var call) = escalation.attempt?.state, call.id == id else { return }
            let before = call.deadline
            change(&call, escalation.terms)
            escalation.attempt?.state = .calling(call)
            if call.deadline != before { entered = call.deadline }
        }
        if let entered { docket.agenda.enter(id.escalation, at: entered) }
    }

    mutating func applyFailure(_ id: TryID, _ retryAt: Instant, at now: Instant) {
        let line = escalations[id.escalation]?.attempt?.call?.line
        releaseCall(of: id.escalation, at: now)
        var alarmAt: Instant?
        changeEscalation(id.escalation) { escalation in
            escalation.attempt?.failures += 1
            if let line { escalation.attempt?.failedLines.append(line) }
            if (escalation.attempt?.failedLines.count ?? 0) >= escalation.terms.calls.routes.count {
                escalation.attempt?.failedLines = []
            }
            if escalation.attempt?.firstFailure == nil {
                escalation.attempt?.firstFailure = now
                alarmAt = now + CallTimes.lineFailureAlarm
            }
            escalation.attempt?.state = retryAt <= now ? .redialling : .retrying(at: retryAt)
        }
        docket.agenda.enter(id.escalation, at: retryAt)
        if let alarmAt { docket.agenda.enter(id.escalation, at: alarmAt) }
        docket.lookAtEscalation(id.escalation)
    }

    mutating func endAttempt(_ id: AttemptID, _ outcome: Outcome, at now: Instant) {
        releaseCall(of: id.escalation, at: now, endsAttempt: true)
        if outcome.countsAsCall, let turn = escalations[id.escalation]?.terms.turn(id.number) {
            numbers[turn.contact.phone, default: NumberUse()].count(at: now)
        }
        changeEscalation(id.escalation) { escalation in
            escalation.attempt = nil
            escalation.attemptsUsed = id.number
            switch outcome {
            case .lineFailure, .unreachableNumber: break
            case .acknowledged, .passed, .noInput, .voicemail, .hungUp, .noAnswer, .busy, .rejected:
                escalation.gotThrough = true
            }
        }
        docket.lookAtEscalation(id.escalation)
        if escalations[id.escalation]?.ended != nil { docket.tidy(.escalation(id.escalation)) }
    }

    /// Gives number and slot back. A call that rang, or that ends its attempt, begins the pause of its number.
    mutating func releaseCall(of id: EscalationID, at now: Instant, endsAttempt: Bool = false) {
        guard let call = escalations[id]?.attempt?.call else { return }
        let pauses = endsAttempt || call.reached
        if pauses { changeEscalation(id) { $0.lastCallEnd = now } }
        let waiters = numbers[call.phone, default: NumberUse()].release(pausingFrom: pauses ? now : nil)
        docket.escalations.append(contentsOf: waiters)
        lines[call.line]?.used -= 1
        if docket.lineWaiters[call.line]?.first != nil { docket.freedLines.append(call.line) }
    }

    /// Deadlines that are spans keep their length when the wall clock moves; openings and closings stay where they are,
    /// and whether one has come is looked at again.
    mutating func shiftSpans(by span: Span) {
        for index in escalations.values.indices { escalations.values[index].change { $0.shift(by: span) } }
        for index in incidents.values.indices { incidents.values[index].shift(by: span) }
        for index in desks.values.indices {
            desks.values[index].gatheringUntil = desks.values[index].gatheringUntil.map { $0 + span }
            desks.values[index].starts = desks.values[index].starts.map { $0 + span }
        }
        for index in numbers.values.indices {
            numbers.values[index].lastEnd = numbers.values[index].lastEnd.map { $0 + span }
        }
        for index in lines.values.indices {
            lines.values[index].pacedUntil = lines.values[index].pacedUntil.map { $0 + span }
            lines.values[index].lastFailure = lines.values[index].lastFailure.map { $0 + span }
        }
        docket.grace = docket.grace + span
        enterAllDeadlines()
    }

    /// Fills the agenda anew from the state.
    private mutating func enterAllDeadlines() {
        docket.agenda.removeAll()
        docket.deskAgenda.removeAll()
        docket.lineAgenda.removeAll()
        for line in lines.keys.sorted(by: { $0.text < $1.text }) {
            if docket.lineWaiters[line]?.first != nil, let until = lines[line]?.pacedUntil {
                docket.lineAgenda.enter(line, at: until)
            }
        }
        for id in escalations.keys.sorted() {
            guard let escalation = escalations[id] else { continue }
            if let closing = escalation.closing, escalation.ended == nil {
                docket.agenda.enter(id, at: closing)
            }
            for deadline in escalation.attempt?.deadlines ?? [] { docket.agenda.enter(id, at: deadline) }
            if let call = escalation.attempt?.call, docket.graced.contains(call.id) {
                docket.agenda.enter(id, at: docket.grace)
            }
        }
        for id in desks.keys.sorted(by: { $0.text < $1.text }) {
            guard let desk = desks[id] else { continue }
            for incident in desk.waiting {
                if case .waiting(let until) = incidents[incident]?.place { docket.deskAgenda.enter(id, at: until) }
            }
        }
        lookAtDesksInUse()
    }
}

extension Attempt {
    /// Every instant at which the attempt has to be looked at.
    var deadlines: [Instant] {
        let alarm = alarmed ? nil : firstFailure.map { $0 + CallTimes.lineFailureAlarm }
        let own: Instant? =
            switch state {
            case .waiting(.numberPausing(let until)): until
            case .waiting(.numberInUse), .waiting(.lineBusy), .waiting(.clockDistrusted), .waiting(.restartingOften):
                nil
            case .calling(let call): call.deadline
            case .retrying(let at): at
            case .redialling: nil
            }
        return [own, alarm].compactMap(\.self)
    }
}

extension Escalation.Facts {
    fileprivate mutating func shift(by span: Span) {
        startedAt = startedAt + span
        lastCallEnd = lastCallEnd.map { $0 + span }
        ended = ended.map {
            Escalation.Ended(end: $0.end, at: $0.at + span, gatheringUntil: $0.gatheringUntil.map { $0 + span })
        }
        if let attempt {
            self.attempt?.firstFailure = attempt.firstFailure.map { $0 + span }
            self.attempt?.state = attempt.state.shifted(by: span)
        }
    }
}

extension Incident {
    fileprivate mutating func shift(by span: Span) {
        lastHeard = lastHeard + span
        recoveredAt = recoveredAt.map { $0 + span }
    }
}

extension Attempt.State {
    fileprivate func shifted(by span: Span) -> Self {
        switch self {
        case .waiting(.numberPausing(let until)): .waiting(.numberPausing(until: until + span))
        case .waiting, .redialling: self
        case .retrying(let at): .retrying(at: at + span)
        case .calling(let call): .calling(call.shifted(by: span))
        }
    }
}

extension Call {
    fileprivate func shifted(by span: Span) -> Call {
        var call = Call(id: id, line: line, phone: phone, placedAt: placedAt + span, phase: phase.shifted(by: span))
        call.ringingSince = ringingSince.map { $0 + span }
        call.answer = answer.map { Answer(at: $0.at + span, by: $0.by, announced: $0.announced, standing: $0.standing) }
        call.machine = machine
        return call
    }
}

extension Call.Phase {
    fileprivate func shifted(by span: Span) -> Self {
        switch self {
        case .dialling(let until): .dialling(until: until + span)
        case .unsure(let until): .unsure(until: until + span)
        case .ringing(let until): .ringing(until: until + span)
        case .talking(.listening(let until)): .talking(.listening(until: until + span))
        case .talking(.message), .closing: self
        case .hangingUp(let outcome, let until): .hangingUp(outcome, until: until + span)
        }
    }
}
