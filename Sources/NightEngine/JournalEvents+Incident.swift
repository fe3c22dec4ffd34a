public import CallTree
internal import ServiceHours

extension JournalEvents {
    /// Everything that a report of one incident needs: its own events and, whole, the escalations that carried it, its
    /// mails and its alarms; in the order of the journal. Empty when the journal has no such incident.
    ///
    /// Reads the rows between the incident's opening and its last event once, and the rest by subject.
    public func concerning(_ incident: IncidentID) throws -> [RecordedEvent] {
        let own = try of(.incident(incident))
        guard let first = own.first, let last = own.last(where: { !$0.event.isForgetting }) else { return own }
        var subjects: [EventSubject] = []
        var others: [RecordedEvent] = []
        func concern(_ subject: EventSubject) { if !subjects.contains(subject) { subjects.append(subject) } }
        do {
            try all(from: first.sequence) { recorded in
                // What the last event led to was decided at the same instant.
                if recorded.sequence > last.sequence, recorded.instant > last.instant { throw ReadEnough() }
                switch recorded.event {
                case .escalationStarted(let id, _, let carried, _): if carried.contains(incident) { concern(.escalation(id)) }
                case .incidentJoined(let id, incident): concern(.escalation(id))
                case .mailOwed(let id, let mail): if mail.incidents.contains(incident) { concern(.mail(id)) }
                case .alarmRaised(let id, _): concern(.alarm(id))
                case .clockStepped, .clockJudged, .lineChanged: others.append(recorded)
                default: break
                }
            }
        } catch is ReadEnough {}
        var events = own + others
        for subject in subjects { events += try of(subject) }
        return events.sorted { $0.sequence < $1.sequence }
    }

    private struct ReadEnough: Error {}
}

extension Event {
    fileprivate var isForgetting: Bool {
        if case .incidentForgotten = self { true } else { false }
    }
}
