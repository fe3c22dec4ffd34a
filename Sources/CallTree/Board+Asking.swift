/// What the shell may ask of the board.
extension Board {
    /// Everything that is owed now. A restart starts the whole list.
    public var obligations: [Obligation] {
        escalations.keys.sorted().flatMap { owedCall(of: $0)?.obligations ?? [] }
            + mails.keys.sorted().map { .mail($0) }
    }

    /// What one escalation owes: at most one call, and perhaps its end.
    public func owedCall(of id: EscalationID) -> OwedCall? {
        guard case .calling(let call) = escalations[id]?.attempt?.state else { return nil }
        if case .hangingUp = call.phase { return OwedCall(id: call.id, isHungUp: true) }
        return OwedCall(id: call.id, isHungUp: false)
    }

    /// What a driver needs to place the call; nil when the call is over.
    public func dialRequest(for id: TryID) -> DialRequest? {
        guard let escalation = escalations[id.escalation], let call = escalation.attempt?.call, call.id == id,
            let turn = escalation.terms.turn(id.attempt.number)
        else { return nil }
        return DialRequest(
            id: id, line: call.line, contract: escalation.terms.id, contact: turn.contact.id, phone: call.phone,
            round: turn.round, ringTime: escalation.terms.calls.ringTime, placedAt: call.placedAt)
    }

    /// What the line shall say in this call now.
    public func speech(for id: TryID) -> Speech {
        guard let escalation = escalations[id.escalation], let attempt = escalation.attempt, let call = attempt.call,
            call.id == id, let answer = call.answer
        else { return .nothing }
        switch call.phase {
        case .dialling, .unsure, .ringing, .hangingUp: return .nothing
        case .talking(.listening): return .listening
        case .closing(let outcome): return .goodbye(outcome)
        case .talking(.message(let repetition)):
            let announcement = Announcement(
                contract: escalation.terms.id, incidents: answer.announced, standing: answer.standing,
                proof: escalation.terms.calls.proof, digit: attempt.digit)
            return .message(announcement, repetition: repetition)
        }
    }

    /// The incident on the board that a message with this key belongs to.
    public func incident(for key: IncidentKey) -> Incident? {
        keys[key].flatMap { incidents[$0] }
    }
}
