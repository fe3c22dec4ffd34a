import ServiceHours

/// Entries of the agenda that no longer matter. Most deadlines of a call are overtaken: it is answered before it has
/// rung to the end, and ended before the length cap.
extension Board {
    /// Takes overtaken entries off the top, so that nobody wakes for nothing.
    mutating func dropOvertaken() {
        while let next = docket.agenda.first, isOvertaken(next.subject, at: next.at) { docket.agenda.removeFirst() }
        while let line = docket.lineAgenda.first?.subject, docket.lineWaiters[line]?.first == nil {
            docket.lineAgenda.removeFirst()
        }
    }

    private func isOvertaken(_ id: EscalationID, at instant: Instant) -> Bool {
        guard let escalation = escalations[id] else { return true }
        if instant == docket.grace { return false }
        if escalation.ended == nil, escalation.closing == instant { return false }
        return escalation.attempt?.isDue(at: instant) != true
    }
}

extension Attempt {
    /// Whether this is one of the attempt's `deadlines`.
    fileprivate func isDue(at instant: Instant) -> Bool {
        if !alarmed, let firstFailure, instant == firstFailure + CallTimes.lineFailureAlarm { return true }
        switch state {
        case .waiting(.numberPausing(let until)): return until == instant
        case .waiting(.numberInUse), .waiting(.lineBusy), .waiting(.clockDistrusted), .waiting(.restartingOften),
            .redialling:
            return false
        case .calling(let call): return call.deadline == instant
        case .retrying(let at): return at == instant
        }
    }
}
