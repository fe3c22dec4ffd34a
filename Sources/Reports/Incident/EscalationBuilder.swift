import CallTree
import ServiceHours

/// Folds the events of one escalation into its part of an incident's report.
struct EscalationBuilder {
    private var report: EscalationReport
    private(set) var terms: CallTerms?
    /// While the escalation carried the incident that is asked for: from coming in to its end, by sequence.
    private var carried: [(from: Int, to: Int?)] = []
    private var members: Set<IncidentID> = []
    private var courses: [Int: Course] = [:]
    private var places: [Int: Int] = [:]
    private var gaps: [Gap] = []

    init(id: EscalationID) {
        report = EscalationReport(id: id)
    }

    /// When an attempt was first dialled, last answered, and last told of, by sequence.
    private struct Course {
        var first: Int
        var dialled: Int?
        var answered: Int?
        var last: Int
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
        if asks { carry(from: recorded.sequence) }
    }

    mutating func joined(_ incident: IncidentID, _ recorded: RecordedEvent, asks: Bool) {
        if members.insert(incident).inserted { report.incidents.append(incident) }
        if asks { carry(from: recorded.sequence) }
    }

    /// - Parameter asks: whether the incident that is asked for is open, and so goes on with it.
    mutating func resumed(_ closing: Instant?, _ recorded: RecordedEvent, asks: Bool) {
        if asks { carry(from: recorded.sequence) }
        report.closing = closing
        report.end = nil
        report.endedAt = nil
        report.gatheringUntil = nil
    }

    private mutating func carry(from sequence: Int) {
        if carried.last.map({ $0.to != nil }) ?? true { carried.append((sequence, nil)) }
    }

    /// The incident that is asked for has ended.
    mutating func incidentEnded(at sequence: Int) {
        if let last = carried.last, last.to == nil { carried[carried.count - 1].to = sequence }
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
        follow(id.number, recorded)
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

    private mutating func follow(_ number: Int, _ recorded: RecordedEvent) {
        var course = courses[number] ?? Course(first: recorded.sequence, last: recorded.sequence)
        course.last = recorded.sequence
        switch recorded.event {
        case .tryPlaced:
            course.dialled = course.dialled ?? recorded.sequence
            course.answered = nil
        case .answered: course.answered = recorded.sequence
        default: break
        }
        courses[number] = course
    }

    func finished() -> (EscalationReport, [Gap]) {
        var report = report
        var gaps = terms == nil ? [Gap.escalationStart(report.id)] : []
        for index in report.attempts.indices {
            let attempt = report.attempts[index]
            report.attempts[index].concernsIncident = concernsIncident(attempt.id.number)
            gaps += attempt.tries.filter { $0.placedAt == nil }.map { .dialRequest($0.id) }
            if attempt.ending == nil, !attempt.tries.isEmpty, index + 1 < report.attempts.count {
                gaps.append(.attemptEnd(attempt.id))
            }
        }
        return (report, gaps)
    }

    /// An attempt concerns the incident when it was dialled while the escalation carried the incident, or was under way
    /// and not answered yet when the incident came in.
    private func concernsIncident(_ number: Int) -> Bool {
        guard terms != nil, let course = courses[number] else { return true }
        let began = course.dialled ?? course.first
        return carried.contains { span in
            if let to = span.to, began > to { return false }
            if began > span.from { return true }
            return course.last > span.from && course.answered.map { $0 > span.from } ?? true
        }
    }
}
