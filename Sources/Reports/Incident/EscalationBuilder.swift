import CallTree
import ServiceHours

/// Folds the events of one escalation into its part of an incident's report.
struct EscalationBuilder {
    private var report: EscalationReport
    private(set) var terms: CallTerms?
    /// Where the incident that is asked for came in; nil until it has.
    private var joinedSequence: Int?
    /// The first and the last event of each attempt.
    private var sequences: [Int: ClosedRange<Int>] = [:]
    private var places: [Int: Int] = [:]
    private var gaps: [Gap] = []

    init(id: EscalationID) {
        report = EscalationReport(id: id)
    }

    var usedAttempts: Int { report.attempts.count { $0.outcome != nil } }

    mutating func started(
        _ terms: CallTerms, _ carried: [IncidentID], _ closing: Instant?, _ recorded: RecordedEvent, asks: Bool
    ) {
        self.terms = terms
        report.startedAt = recorded.instant
        report.closing = closing
        report.contacts = terms.contacts.map(CalledContact.init)
        report.policy = terms.calls
        report.incidents = carried
        if asks { joinedSequence = recorded.sequence }
    }

    mutating func joined(_ incident: IncidentID, _ recorded: RecordedEvent, asks: Bool) {
        report.incidents.append(incident)
        if asks, joinedSequence == nil { joinedSequence = recorded.sequence }
    }

    mutating func resumed(_ closing: Instant?) {
        report.closing = closing
        report.end = nil
        report.endedAt = nil
        report.gatheringUntil = nil
    }

    mutating func ended(_ end: End, _ gatheringUntil: Instant?, at: Instant) {
        report.end = end
        report.endedAt = at
        report.gatheringUntil = gatheringUntil
    }

    mutating func changeTry(_ id: TryID, _ recorded: RecordedEvent, _ change: (inout TryReport) -> Void) {
        changeAttempt(id.attempt, recorded) { attempt in
            if attempt.tries.last?.id != id { attempt.tries.append(TryReport(id: id)) }
            change(&attempt.tries[attempt.tries.count - 1])
        }
    }

    mutating func changeAttempt(
        _ id: AttemptID, _ recorded: RecordedEvent, _ change: (inout AttemptReport) -> Void
    ) {
        let index: Int
        if let known = places[id.number] {
            index = known
        } else {
            index = report.attempts.count
            places[id.number] = index
            report.attempts.append(newAttempt(id))
        }
        let first = sequences[id.number]?.lowerBound ?? recorded.sequence
        sequences[id.number] = first...max(first, recorded.sequence)
        change(&report.attempts[index])
    }

    private func newAttempt(_ id: AttemptID) -> AttemptReport {
        var attempt = AttemptReport(id: id)
        if let turn = terms?.turn(id.number) {
            attempt.round = turn.round
            attempt.place = turn.place
            attempt.contact = CalledContact(turn.contact)
        }
        return attempt
    }

    /// - Parameter incidentEndedAt: the sequence of the incident's end; nil while it has none.
    func finished(incident: IncidentID, incidentEndedAt: Int?) -> (EscalationReport, [Gap]) {
        var report = report
        var gaps = terms == nil ? [Gap.escalationStart(report.id)] : []
        for index in report.attempts.indices {
            let attempt = report.attempts[index]
            report.attempts[index].concernsIncident = concerns(attempt, incident, incidentEndedAt)
            gaps += attempt.tries.filter { $0.placedAt == nil }.map { .dialRequest($0.id) }
            if attempt.ending == nil, !attempt.tries.isEmpty, index + 1 < report.attempts.count {
                gaps.append(.attemptEnd(attempt.id))
            }
        }
        return (report, gaps)
    }

    /// An attempt concerns the incident when it began while the incident was carried, or was still under way when the
    /// incident came in and did not announce others only.
    private func concerns(_ attempt: AttemptReport, _ incident: IncidentID, _ incidentEndedAt: Int?) -> Bool {
        guard let joinedSequence, let sequence = sequences[attempt.id.number] else { return true }
        if let incidentEndedAt, sequence.lowerBound > incidentEndedAt { return false }
        if sequence.lowerBound > joinedSequence { return true }
        guard sequence.upperBound > joinedSequence else { return false }
        return attempt.tries.last?.answeredAt == nil || attempt.tries.last?.announced.contains(incident) == true
    }
}
