/// What an event is about. A subject is open as long as its events are needed to build the board again.
public enum EventSubject: Hashable, Sendable {
    case incident(IncidentID)
    case escalation(EscalationID)
    case mail(MailID)
    case alarm(AlarmID)
    /// A run of a runbook, by its number. The board of calls knows nothing more of it.
    case run(Int)
    /// The site as a whole; open from its first event on.
    case site
}

/// What an event does to its subject.
public enum EventStanding: Hashable, Sendable {
    case opens, continues, closes
}

extension Event {
    /// Nil for an event that no restart needs.
    public var subject: EventSubject? {
        switch self {
        case .alertRecorded, .lineChanged: nil
        case .incidentOpened(let id, _, _, _), .alertHeard(let id), .alertRecovered(let id),
            .incidentReopened(let id, _, _), .incidentDeferred(let id, _), .incidentEnded(let id, _, _),
            .incidentForgotten(let id):
            .incident(id)
        case .escalationStarted(let id, _, _, _), .incidentJoined(let id, _), .escalationResumed(let id, _),
            .escalationEnded(let id, _, _), .escalationForgotten(let id):
            .escalation(id)
        case .attemptWaits(let id, _), .attemptEnded(let id, _, _): .escalation(id.escalation)
        case .tryPlaced(let id, _, _), .rang(let id), .answered(let id, _, _, _), .machineDetected(let id),
            .promptEnded(let id), .keyPressed(let id, _), .keyAnswered(let id), .outcomeDecided(let id, _),
            .hangUpAsked(let id, _),
            .tryUnsure(let id, _), .tryFailed(let id, _), .tryLost(let id):
            .escalation(id.escalation)
        case .mailOwed(let id, _), .mailDelivered(let id): .mail(id)
        case .alarmRaised(let id, _), .alarmCleared(let id, _): .alarm(id)
        case .clockStepped, .clockJudged, .journalRestored, .lineCounted, .readinessJudged: .site
        }
    }

    public var standing: EventStanding {
        switch self {
        case .incidentOpened, .escalationStarted, .mailOwed, .alarmRaised, .clockStepped, .clockJudged,
            .journalRestored, .lineCounted, .readinessJudged:
            .opens
        case .incidentForgotten, .escalationForgotten, .mailDelivered, .alarmCleared: .closes
        case .alertRecorded, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred, .incidentEnded,
            .incidentJoined, .escalationResumed, .escalationEnded, .attemptWaits, .tryPlaced, .rang, .answered,
            .machineDetected, .promptEnded, .keyPressed, .keyAnswered, .outcomeDecided, .hangUpAsked, .tryUnsure,
            .tryFailed,
            .tryLost, .attemptEnded, .lineChanged:
            .continues
        }
    }
}
