public import CallTree

extension Event {
    /// Of no interest at night: something left the board because nothing depends on it any more, or was counted that another
    /// event tells.
    public var isHousekeeping: Bool {
        switch self {
        case .incidentForgotten, .escalationForgotten, .lineCounted: true
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
            .incidentEnded, .escalationStarted, .incidentJoined, .escalationResumed, .escalationEnded, .attemptWaits,
            .tryPlaced, .rang, .answered, .machineDetected, .promptEnded, .keyPressed, .keyAnswered, .outcomeDecided,
            .hangUpAsked,
            .tryUnsure, .tryFailed, .tryLost, .attemptEnded, .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared,
            .lineChanged, .readinessJudged, .clockStepped, .clockJudged, .journalRestored:
            false
        }
    }
}
