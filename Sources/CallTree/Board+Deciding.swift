public import ServiceHours

extension Board {
    /// What an input that is not a body of alerts leads to. Reads, changes nothing.
    ///
    /// A late or repeated report leads to nothing; each case says how it comes about.
    public func decide(_ input: Input, at now: Instant) -> (events: [Event], reply: Reply) {
        switch input {
        case .alertsReceived:
            // Alerts of a body are decided one by one (`decide(_:for:at:)`), because one may depend on the one before.
            preconditionFailure("a body of alerts is decided alert by alert")
        case .callReported(let id, let report): (decideCall(id, CallStimulus(report), at: now), .done)
        case .keyPressed(let id, let key): (decideCall(id, .key(key), at: now), .done)
        case .operatorAsked(let request): decideOperator(request, at: now)
        case .lineReported(let id, let state): (decideLine(id, state, at: now), .done)
        case .mailDelivered(let id):
            // A second delivery comes from a mailer that was restarted between sending and being told.
            (mails[id] == nil ? [] : [.mailDelivered(id)], .done)
        case .woke: ([], .done)
        case .clockStepped(let span): ([.clockStepped(by: span)], .done)
        case .clockJudged(let trusted): (decideClock(trusted: trusted), .done)
        case .readinessChecked(let found):
            ([.readinessJudged(found)] + (found.isArmed ? clear(.notArmed) : raise(.notArmed)), .done)
        case .troubleFound(let alarm): (raise(alarm), .done)
        case .troubleOver(let alarm): (clear(alarm), .done)
        }
    }

    private func decideLine(_ id: LineID, _ state: LineState, at now: Instant) -> [Event] {
        let known = lines[id]?.state ?? .up
        switch state {
        case .down: return known == .down ? [] : [.lineChanged(id, .down)] + lineDown(id)
        case .up where lit[.lineSilent(id)] != nil:
            // That the other side is there was never in doubt: only a call that rings ends the silence.
            return known == .up ? [] : [.lineChanged(id, .up)] + clear(.lineOut(id))
        case .up:
            let works = lineWorks(id, at: now)
            let again =
                isOut(id) ? [] : undelivered(over: id, at: now).map { Event.incidentReopened($0, .lineReturned, .call) }
            return known == .up && works.isEmpty && again.isEmpty ? [] : [.lineChanged(id, .up)] + works + again
        }
    }

    /// Incidents whose tree reached no telephone and may run once more over this line: still firing, and the window is
    /// open.
    func undelivered(over line: LineID, at now: Instant) -> [IncidentID] {
        incidents.values.filter { incident in
            guard incident.end == .undeliverable, incident.recoveredAt == nil, !incident.rerunUsed,
                let contract = desks[incident.contract]?.contract, contract.terms.calls.rerunWhenLineReturns,
                contract.terms.calls.routes.isEmpty || contract.terms.calls.routes.contains(line)
            else { return false }
            return window(of: contract, at: now).isOpen
        }.map(\.id).sorted()
    }

    private func decideClock(trusted: Bool) -> [Event] {
        guard trusted != clockTrusted else { return [] }
        return [.clockJudged(trusted: trusted)] + (trusted ? clear(.clockDistrusted) : raise(.clockDistrusted))
    }

    /// The events that raise an alarm, unless it is lit already.
    ///
    /// - Parameter decided: what was decided beside it and is not applied yet.
    func raise(_ alarm: Alarm, beside decided: [Event] = []) -> [Event] {
        if lit[alarm] != nil { return [] }
        let raised = decided.count { if case .alarmRaised = $0 { true } else { false } }
        return [.alarmRaised(AlarmID(counters.alarm + raised + 1), alarm)]
    }

    /// Clears an alarm by itself; nothing when it is not lit.
    func clear(_ alarm: Alarm) -> [Event] {
        lit[alarm].map { [.alarmCleared($0, by: "NightCall")] } ?? []
    }

    // MARK: The window

    /// The window as the board reads it. A calendar that cannot be evaluated counts as open for calls.
    struct Window {
        let isOpen: Bool
        let nextOpening: Instant?
        let nextClosing: Instant?
        let isReadable: Bool
    }

    /// Tells the operator of a calendar that cannot be evaluated, and when it can again.
    func calendarAlarm(of contract: ContractID, _ window: Window) -> [Event] {
        window.isReadable ? clear(.calendarUnreadable(contract)) : raise(.calendarUnreadable(contract))
    }

    func window(of contract: Contract, at now: Instant) -> Window {
        switch contract.calendar.answer(at: now) {
        case .success(let answer):
            Window(
                isOpen: answer.state == .open, nextOpening: answer.nextOpening, nextClosing: answer.nextClosing,
                isReadable: true)
        case .failure: Window(isOpen: true, nextOpening: nil, nextClosing: nil, isReadable: false)
        }
    }
}
