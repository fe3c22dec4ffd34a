internal import CallTree

/// How far a call has come at Twilio (https://www.twilio.com/docs/voice/api/call-resource#call-status-values).
enum TwilioStatus: String, Hashable, Sendable, CaseIterable {
    case queued, initiated, ringing
    case inProgress = "in-progress"
    case completed, busy, failed, canceled
    case noAnswer = "no-answer"

    /// Callbacks come late, twice and out of order; a call never goes back.
    var rank: Int {
        switch self {
        case .queued: 0
        case .initiated: 1
        case .ringing: 2
        case .inProgress: 3
        case .completed, .busy, .failed, .canceled, .noAnswer: 4
        }
    }

    var isFinal: Bool { rank == 4 }

    /// Why the call is over; nil while it is not.
    ///
    /// - Parameter sip: the last SIP code of the far side where Twilio tells it (RFC 3261, 21): it knows more than the
    ///   status. A number that does not exist is `failed`, and so is every fault of the network.
    func ending(sip: Int?) -> CallEnding? {
        switch self {
        case .queued, .initiated, .ringing, .inProgress: nil
        case .completed: .hungUp
        case .noAnswer, .canceled: .noAnswer
        case .busy: [603, 607, 608].contains(sip) ? .rejected : .busy
        case .failed: [404, 410, 484, 485, 604].contains(sip) ? .unreachableNumber : .lineFailure
        }
    }
}
