import SIPMessages

/// One call, as the helper keeps it.
struct HelperCall {
    let dial: SIPDial
    /// Milliseconds of the helper's clock, like all instants here.
    let placedAt: UInt64
    /// When a first 183 came that no 180 has followed.
    var progressAt: UInt64?
    var rangAt: UInt64?
    var answeredAt: UInt64?
    var isOver = false
    /// Nobody wants to hear of it any more.
    var isForgotten = false
    /// With what another helper could end it.
    var farewell: [SIPFarewell.Step] = []
    /// What is being said; nil for nothing.
    var saying: Int?
    /// When "one moment" was last said.
    var comfortedAt: UInt64?
    /// Reports that the engine has not taken, in their order.
    var untaken: [(number: Int, at: UInt64, report: SIPReport)] = []

    init(_ dial: SIPDial, at now: UInt64) {
        self.dial = dial
        placedAt = now
    }

    /// What a 183 without a 180 becomes ringing after: announcements come so as well.
    private static let progressMilliseconds: UInt64 = 3_000
    /// After this long without an answer from the engine "one moment" is said, and again after `againMilliseconds`.
    private static let momentMilliseconds: UInt64 = 5_000
    private static let againMilliseconds: UInt64 = 15_000
    /// The engine ends calls; this much later the helper does, when there is no engine.
    private static let graceMilliseconds: UInt64 = 5_000
    private static let conversationMilliseconds: UInt64 = 120_000

    /// What is due now without anything having happened.
    enum Due { case ringing, oneMoment, hangUp }

    func due(at now: UInt64) -> Due? {
        guard !isOver else { return nil }
        if let answeredAt {
            if now - answeredAt >= Self.conversationMilliseconds + Self.graceMilliseconds { return .hangUp }
            let waiting = untaken.first.map { now - $0.at >= Self.momentMilliseconds } ?? false
            let isComforted = comfortedAt.map { now - $0 < Self.againMilliseconds } ?? false
            return waiting && saying == nil && !isComforted && dial.oneMoment != nil ? .oneMoment : nil
        }
        if let rangAt {
            let most = UInt64(dial.ringSeconds) * 1_000 + Self.graceMilliseconds
            return now - rangAt >= most ? .hangUp : nil
        }
        if let progressAt, now - progressAt >= Self.progressMilliseconds { return .ringing }
        return nil
    }
}
