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
        do {
            try all(from: first.sequence) { recorded in
                // What the last event led to was decided at the same instant.
                if recorded.sequence > last.sequence, recorded.instant > last.instant { throw ReadEnough() }
                switch recorded.event.relation(to: incident) {
                case .subject(let subject): if !subjects.contains(subject) { subjects.append(subject) }
                case .site: others.append(recorded)
                case .none: break
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
    fileprivate enum Relation {
        /// All events of the subject concern the incident.
        case subject(EventSubject)
        /// Concerns everything that was open then.
        case site
        case none
    }

    fileprivate func relation(to incident: IncidentID) -> Relation {
        switch self {
        case .escalationStarted(let id, _, let carried, _):
            carried.contains(incident) ? .subject(.escalation(id)) : .none
        case .incidentJoined(let id, let joined): joined == incident ? .subject(.escalation(id)) : .none
        case .mailOwed(let id, let mail): mail.incidents.contains(incident) ? .subject(.mail(id)) : .none
        case .alarmRaised(let id, _): .subject(.alarm(id))
        case .lineChanged, .clockStepped, .clockJudged: .site
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
            .incidentEnded, .incidentForgotten, .escalationResumed, .escalationEnded, .escalationForgotten,
            .attemptWaits, .tryPlaced, .rang, .answered, .machineDetected, .promptEnded, .keyPressed, .outcomeDecided,
            .hangUpAsked, .tryUnsure, .tryFailed, .tryLost, .attemptEnded, .mailDelivered, .alarmCleared:
            .none
        }
    }

    fileprivate var isForgetting: Bool {
        if case .incidentForgotten = self { true } else { false }
    }
}
