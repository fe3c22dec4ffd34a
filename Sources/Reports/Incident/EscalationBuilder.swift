import CallTree
import ServiceHours

/// Folds the events of one escalation into its part of an incident's report.
struct EscalationBuilder {
    private var report: EscalationReport
    private(set) var terms: CallTerms?
    /// Whether it carries the incident that is asked for.
    private var isCarrying = false
    private var members: Set<IncidentID> = []
    /// The attempt under way.
    private var live: (number: Int, isAnswered: Bool)?
    /// The incident came in while an attempt was under way and not answered.
    private var cameInDuringCall = false
    private var concerned: Set<Int> = []
    private var places: [Int: Int] = [:]

    init(id: EscalationID) {
        report = EscalationReport(id: id)
    }

    var usedAttempts: Int { report.attempts.count { $0.outcome != nil } }

    mutating func started(
        _ terms: CallTerms, _ incidents: [IncidentID], _ closing: Instant?, _ recorded: RecordedEvent, asks: Bool
    ) {
        self.terms = terms
        report.startedAt = recorded.instant
        report.closing = closing
        report.contacts = terms.contacts.map(CalledContact.init)
        report.policy = terms.calls
        report.incidents = incidents
        members.formUnion(incidents)
        if asks { carry() }
    }

    mutating func joined(_ incident: IncidentID, asks: Bool) {
        if members.insert(incident).inserted { report.incidents.append(incident) }
        if asks { carry() }
    }

    /// - Parameter asks: whether the incident that is asked for is open, and so goes on with it.
    mutating func resumed(_ closing: Instant?, asks: Bool) {
        if asks { carry() }
        report.closing = closing
        report.end = nil
        report.endedAt = nil
        report.gatheringUntil = nil
    }

    private mutating func carry() {
        isCarrying = true
        cameInDuringCall = live?.isAnswered == false
    }

    /// The incident that is asked for has ended.
    mutating func incidentEnded() {
        isCarrying = false
        cameInDuringCall = false
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
        follow(id.number, recorded.event)
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

    /// An attempt concerns the incident when it was dialled while the escalation carried the incident, or was under way
    /// and not answered yet when the incident came in.
    private mutating func follow(_ number: Int, _ event: Event) {
        if case .attemptWaits = event, live == nil {
            if isCarrying { concerned.insert(number) }
            return
        }
        if live?.number != number {
            live = (number, false)
            if isCarrying { concerned.insert(number) } else { concerned.remove(number) }
        } else if cameInDuringCall {
            concerned.insert(number)
        }
        cameInDuringCall = false
        if case .tryPlaced = event { live?.isAnswered = false }
        if case .answered = event { live?.isAnswered = true }
        if case .attemptEnded = event { live = nil }
    }

    func finished() -> (EscalationReport, [Gap]) {
        var report = report
        var gaps = terms == nil ? [Gap.escalationStart(report.id)] : []
        for index in report.attempts.indices {
            let attempt = report.attempts[index]
            report.attempts[index].concernsIncident = terms == nil || concerned.contains(attempt.id.number)
            gaps += attempt.tries.filter { $0.placedAt == nil }.map { .dialRequest($0.id) }
            if attempt.ending == nil, !attempt.tries.isEmpty, index + 1 < report.attempts.count {
                gaps.append(.attemptEnd(attempt.id))
            }
        }
        return (report, gaps)
    }
}
