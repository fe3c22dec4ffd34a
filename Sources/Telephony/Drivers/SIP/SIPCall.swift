internal import CallTree
internal import NightEngine
internal import ServiceHours

/// One call of a SIP line, as far as this process knows it.
struct SIPCall {
    enum Standing: Equatable {
        /// Asked for, and the helper carries it.
        case carried
        /// Placed by an engine before this one; the helper is being asked.
        case sought
        /// The helper that had it has died.
        case lost
        case over
    }

    let request: DialRequest
    var standing: Standing
    var hasRung = false
    var isHungUp = false
    /// What the engine last wanted said.
    var speech = Speech.nothing
    /// The number under which something was said last.
    var lastNumber: Int?
    /// The number of the last report that was heard of it.
    var lastReport = 0
    /// What was told the engine last: the next one waits for it, so that they arrive in their order.
    var lastStep: Task<Void, Never>?

    init(_ request: DialRequest, resumed: Bool) {
        self.request = request
        standing = resumed ? .sought : .carried
    }

    /// From the dial request until the far end stops ringing by itself. It may begin late, so there is some room beyond the
    /// ring time; and not more, because an engine that has asked to hang up waits for the end only so long.
    var ringsAtMost: Span { request.ringTime + .seconds(28) }

    /// From then on the far end is silent, whatever became of the helper.
    var silentAt: Instant { request.placedAt + ringsAtMost + .seconds(1) }
}
