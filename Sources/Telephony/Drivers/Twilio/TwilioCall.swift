internal import CallTree
internal import NightEngine
internal import ServiceHours

/// One call at Twilio, as far as this process knows it.
struct TwilioCall {
    let request: DialRequest
    /// Twilio's id of the call; nil until it is known.
    private(set) var sid: String?
    /// How far the engine was told that it has come.
    private var told = TwilioStatus.queued
    /// When Twilio last told anything new of it, by the line's clock.
    private(set) var newsAt: Span
    /// Whether the call shall be ended.
    var isHungUp = false
    /// The last report under way to the engine: the next one waits for it, so that they arrive in their order.
    var lastReport: Task<Submission, Never>?
    /// A poll has found that it is over. Told at the second look, because the callback says more.
    private var isFoundOver = false

    init(_ request: DialRequest, at now: Span) {
        self.request = request
        newsAt = now
    }

    var isOver: Bool { told.isFinal }
    var isAnswered: Bool { told.rank >= TwilioStatus.inProgress.rank }

    /// The call is this one of Twilio's. False when it is known to be another.
    mutating func identify(_ sid: String) -> Bool {
        if self.sid == nil { self.sid = sid }
        return self.sid == sid
    }

    /// What the engine must be told, in order. A status that came late or again leads to nothing.
    mutating func hear(_ status: TwilioStatus, sip: Int? = nil, at now: Span) -> [CallReport] {
        guard status.rank > told.rank else { return [] }
        let wasAnswered = isAnswered
        told = status
        newsAt = now
        switch status {
        case .queued, .initiated: return []
        case .ringing: return [.ringing]
        case .inProgress: return [.answered(by: .unknown)]
        case .completed where !wasAnswered:
            // The report of the answer was lost: Twilio completes answered calls only.
            return [.answered(by: .unknown), .ended(.hungUp)]
        case .completed, .busy, .failed, .canceled, .noAnswer:
            return status.ending(sip: sip).map { [.ended($0)] } ?? []
        }
    }

    /// As `hear`, for a status that was asked for.
    mutating func find(_ status: TwilioStatus, at now: Span) -> [CallReport] {
        guard status.isFinal, !isFoundOver, !isHungUp else { return hear(status, at: now) }
        isFoundOver = true
        return []
    }
}
