public import ServiceHours

/// What follows from the state itself: the next attempt, the end of a tree, a start at the opening.
extension Board {
    /// Decides everything that follows at this instant and hands each event to `commit`, which applies it.
    ///
    /// - Parameters:
    ///   - draw: chance for the digits of proof `random-digit`, fresh for every step.
    ///   - commit: must apply the event to this board before it returns, and keep it for the journal.
    public mutating func settle(at now: Instant, draw: UInt64, commit: (inout Board, Event) -> Void) {
        while let id = docket.agenda.takeDue(at: now) { docket.lookAtEscalation(id) }
        while let id = docket.deskAgenda.takeDue(at: now) { docket.lookAtDesk(id) }
        while let line = docket.lineAgenda.takeDue(at: now) { docket.freedLines.append(line) }
        while !docket.escalations.isEmpty || !docket.desks.isEmpty || !docket.freedLines.isEmpty {
            settleEscalations(at: now, commit)
            settleDesks(at: now, commit)
            if docket.escalations.isEmpty { placeCandidates(at: now, draw: draw, commit) }
        }
        tidy(at: now, commit)
        oweMails(commit)
        dropOvertaken()
    }

    // MARK: Escalations

    private mutating func settleEscalations(at now: Instant, _ commit: (inout Board, Event) -> Void) {
        while !docket.escalations.isEmpty {
            swap(&docket.escalations, &docket.looking)
            for place in docket.looking.indices {
                guard let escalation = escalations[docket.looking[place]] else { continue }
                for event in follow(escalation, at: now) { commit(&self, event) }
                if let alarm = lineAlarm(of: escalation.id, at: now) { commit(&self, alarm) }
            }
            docket.looking.removeAll(keepingCapacity: true)
        }
    }

    /// What follows for one escalation. An attempt that may be dialled becomes a candidate instead.
    private mutating func follow(_ escalation: Escalation, at now: Instant) -> [Event] {
        switch escalation.attempt?.state {
        case .calling(let call):
            guard let deadline = call.deadline, deadline <= now else { return [] }
            if now < docket.grace, docket.graced.contains(call.id) { return [] }
            return decideCall(call.id, .deadline, at: now)
        case nil, .waiting, .retrying, .redialling:
            if escalation.ended != nil { return [] }
            if escalation.active == 0 { return [end(of: escalation, at: now)] + lineAlarmOver(of: escalation) }
            if escalation.attemptsUsed >= escalation.terms.attemptLimit { return exhaust(escalation, at: now) }
            if !escalation.mayDial(at: now) || isBeforeOpening(escalation, at: now) {
                return handOver(escalation) + lineAlarmOver(of: escalation)
            }
            if let used = usedUp(escalation, at: now) { return [used] + lineAlarmOver(of: escalation) }
            if case .retrying(let at) = escalation.attempt?.state, now < at { return [] }
            if case .waiting(let reason) = escalation.attempt?.state, stillWaits(escalation, reason, at: now) {
                return []
            }
            docket.candidates.append(escalation.id)
            return []
        }
    }

    /// Whether what the attempt waits for has not come; then it keeps its place. A look alone must not change for what it
    /// waits: it is looked at for many reasons, a deadline that was overtaken or a restart among them, and they would decide
    /// who is called next.
    private mutating func stillWaits(_ escalation: Escalation, _ reason: WaitReason, at now: Instant) -> Bool {
        guard let phone = escalation.terms.turn(escalation.attemptsUsed + 1)?.contact.phone else { return false }
        let line = nextLine(of: escalation, at: now)
        switch reason {
        case .numberInUse: if numbers[phone]?.holder == nil { return false }
        case .numberPausing(let until): if until <= now { return false }
        // Its turn comes with the queue of the line.
        case .lineBusy: if lines[line]?.isFree(at: now) != false { docket.freedLines.append(line) }
        case .clockDistrusted: if clockTrusted { return false }
        case .restartingOften: if lit[.restartingOften] == nil { return false }
        }
        waitOn(escalation.id, reason, phone, line, at: now)
        return true
    }

    /// Ends an escalation none of whose incidents is without an end any more.
    func end(of escalation: Escalation, at now: Instant) -> Event {
        let ends = escalation.incidents.compactMap { incidents[$0]?.end }
        if ends.contains(.acknowledged) {
            let gathering = now + escalation.terms.calls.gatherAfterAcknowledgement
            return .escalationEnded(escalation.id, .acknowledged, gatheringUntil: gathering)
        }
        // One that fired again outside the window waits for the opening and has no end; it had recovered before.
        let end: End =
            if ends.contains(.recovered) {
                .recovered
            } else if ends.contains(.cancelled) {
                .cancelled
            } else {
                ends.contains(.notCalled) ? .notCalled : .recovered
            }
        return .escalationEnded(escalation.id, end, gatheringUntil: nil)
    }

    /// Whether the clock was set back to before the tree began and the window, as it is now, is not open yet.
    private func isBeforeOpening(_ escalation: Escalation, at now: Instant) -> Bool {
        guard now < escalation.begunAt, escalation.terms.calls.onWindowClose != .finishTree,
            let contract = desks[escalation.terms.id]?.contract
        else { return false }
        return !window(of: contract, at: now).isOpen
    }

    /// The window has closed: what is left is handed over by mail.
    private func handOver(_ escalation: Escalation) -> [Event] {
        var events: [Event] = []
        for id in escalation.incidents {
            guard let incident = incidents[id], incident.place == .carried(escalation.id) else { continue }
            events.append(
                incident.recoveredAt == nil
                    ? .incidentEnded(id, .handedOver, .windowClosed) : .incidentEnded(id, .recovered, .alertRecovered))
        }
        return events + [.escalationEnded(escalation.id, .handedOver, gatheringUntil: nil)]
    }

    /// All rounds are made. Incidents that joined after the first attempt did not get the whole tree: they are gathered,
    /// unless they have recovered meanwhile.
    private func exhaust(_ escalation: Escalation, at now: Instant) -> [Event] {
        let end: End = escalation.gotThrough ? .exhausted : .undeliverable
        let reason: EndReason = escalation.gotThrough ? .roundsMade : .noCallGotThrough
        var events: [Event] = []
        for (place, id) in escalation.incidents.enumerated() {
            guard let incident = incidents[id], incident.place == .carried(escalation.id) else { continue }
            if incident.recoveredAt != nil {
                events.append(.incidentEnded(id, .recovered, .alertRecovered))
            } else if place < escalation.fromTheFirst {
                events.append(.incidentEnded(id, end, reason))
            }
        }
        if end == .undeliverable { events += raise(.undeliverable(escalation.id)) }
        let gathering = now + escalation.terms.calls.gatherAfterExhaustion
        return events + [.escalationEnded(escalation.id, end, gatheringUntil: gathering)]
    }

    /// An attempt whose every try failed for the contract's limit counts as used. One that waits for its number or a slot
    /// does not: when its turn comes it is dialled, and fails once more or not.
    private func usedUp(_ escalation: Escalation, at now: Instant) -> Event? {
        guard let attempt = escalation.attempt, let first = attempt.firstFailure,
            now >= first + escalation.terms.calls.lineFailureLimit
        else { return nil }
        switch attempt.state {
        case .waiting, .calling: return nil
        case .retrying, .redialling: return .attemptEnded(escalation.nextAttempt, .lineFailure, rings: 0)
        }
    }

    private func lineAlarm(of id: EscalationID, at now: Instant) -> Event? {
        guard let escalation = escalations[id], escalation.ended == nil, let attempt = escalation.attempt,
            !attempt.alarmed, attempt.call?.reached != true, let first = attempt.firstFailure,
            now >= first + CallTimes.lineFailureAlarm
        else { return nil }
        return raise(.linesFailing(escalation.nextAttempt)).first
    }

    // MARK: Number and slot

    /// Dials those candidates whose number and slot are free, the gravest and oldest first; the others wait.
    private mutating func placeCandidates(
        at now: Instant, draw: UInt64, _ commit: (inout Board, Event) -> Void
    ) {
        // Each line once, however often it was said to be free: more waiters than it has places would be looked at.
        var freed: [LineID] = []
        for line in docket.freedLines.takeAll() where !freed.contains(line) { freed.append(line) }
        for line in freed { takeWaiters(of: line, at: now) }
        guard !docket.candidates.isEmpty else { return }
        var candidates = docket.candidates.takeAll()
        if candidates.count > 1 { candidates = inOrder(candidates, at: now) }
        for id in candidates {
            guard let escalation = escalations[id], escalation.ended == nil, escalation.attempt?.call == nil else {
                continue
            }
            if let event = place(escalation, at: now, draw: draw) { commit(&self, event) }
        }
        // Whoever waited for a slot and found the number in use leaves the slot to the next.
        for line in freed where lines[line]?.isFree(at: now) != false && docket.lineWaiters[line]?.first != nil {
            docket.freedLines.append(line)
        }
    }

    /// As many of those who wait for the line as it may dial now stand beside the new candidates.
    private mutating func takeWaiters(of line: LineID, at now: Instant) {
        var free = (lines[line] ?? LineUse()).places(at: now)
        while free > 0, let claim = docket.lineWaiters[line]?.removeFirst() {
            // A claim of an attempt before, or from before something graver joined, must not go ahead of others.
            guard let escalation = escalations[claim.escalation], escalation.attempt?.state == .waiting(.lineBusy),
                escalation.attempt?.dueAt == claim.dueAt, escalation.severity == claim.severity
            else { continue }
            docket.candidates.append(claim.escalation)
            // Its next try may be for a line that was passed over when it began to wait.
            if nextLine(of: escalation, at: now) == line { free -= 1 }
        }
    }

    private func inOrder(_ candidates: [EscalationID], at now: Instant) -> [EscalationID] {
        var unique: [EscalationID] = []
        for claim in candidates.compactMap({ claim(of: $0, at: now) }).sorted()
        where unique.last != claim.escalation {
            unique.append(claim.escalation)
        }
        return unique
    }

    /// The dial request, or the reason to wait if it is a new one.
    private mutating func place(_ escalation: Escalation, at now: Instant, draw: UInt64) -> Event? {
        guard let turn = escalation.terms.turn(escalation.attemptsUsed + 1) else { return nil }
        let line = nextLine(of: escalation, at: now)
        if let reason = obstacle(to: turn.contact.phone, on: line, escalation.terms.calls, at: now) {
            if escalation.attempt?.state == .waiting(reason) {
                waitOn(escalation.id, reason, turn.contact.phone, line, at: now)
                return nil
            }
            return .attemptWaits(escalation.nextAttempt, reason)
        }
        let id = TryID(attempt: escalation.nextAttempt, number: (escalation.attempt?.tries ?? 0) + 1)
        let frozen = escalation.attempt?.digit ?? 0
        return .tryPlaced(id, line, digit: frozen == 0 ? digit(for: id, draw) : frozen)
    }

    private func obstacle(
        to phone: PhoneNumber, on line: LineID, _ policy: CallPolicy, at now: Instant
    ) -> WaitReason? {
        if !clockTrusted { return .clockDistrusted }
        if lit[.restartingOften] != nil { return .restartingOften }
        if let use = numbers[phone] {
            if use.holder != nil { return .numberInUse }
            if let until = use.lastEnd.map({ $0 + policy.numberPause }), now < until {
                return .numberPausing(until: until)
            }
        }
        return lines[line]?.isFree(at: now) == false ? .lineBusy : nil
    }

    /// Keeps a place in the queue for an attempt that still waits for the same reason.
    private mutating func waitOn(
        _ id: EscalationID, _ reason: WaitReason, _ phone: PhoneNumber, _ line: LineID, at now: Instant
    ) {
        switch reason {
        case .numberInUse: numbers[phone, default: NumberUse()].wait(id)
        case .lineBusy: waitForSlot(id, line, at: now)
        case .numberPausing(let until): docket.agenda.enter(id, at: until)
        case .clockDistrusted, .restartingOften: break
        }
    }

    /// One of 4-9, from the draw and the attempt (SplitMix64, so that every attempt of a step gets its own).
    private func digit(for id: TryID, _ draw: UInt64) -> UInt8 {
        var mixed = draw &+ UInt64(truncatingIfNeeded: id.escalation.number) &* 0x9E37_79B9_7F4A_7C15
        mixed = mixed &+ UInt64(truncatingIfNeeded: id.attempt.number)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt8((mixed ^ (mixed >> 31)) % 6) + 4
    }
}
