public import CallTree

extension Event {
    /// Of no interest at night: something left the board because nothing depends on it any more.
    public var isHousekeeping: Bool {
        switch self {
        case .incidentForgotten, .escalationForgotten: true
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
            .incidentEnded, .escalationStarted, .incidentJoined, .escalationResumed, .escalationEnded, .attemptWaits,
            .tryPlaced, .rang, .answered, .machineDetected, .promptEnded, .keyPressed, .keyAnswered, .outcomeDecided,
            .hangUpAsked,
            .tryUnsure, .tryFailed, .tryLost, .attemptEnded, .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared,
            .lineChanged, .clockStepped, .clockJudged, .journalRestored:
            false
        }
    }
}
