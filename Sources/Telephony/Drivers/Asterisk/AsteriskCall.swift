internal import CallTree
internal import NightEngine
internal import ServiceHours

/// One call of an Asterisk line, as far as this process knows it.
struct AsteriskCall {
    let request: DialRequest
    private(set) var hasRung = false
    private(set) var isAnswered = false
    private(set) var isOver = false
    var isHungUp = false
    /// Whether the engine has been told what became of the call after a restart; true for a call of this process.
    var isFound: Bool
    /// What the engine last wanted said.
    var speech = Speech.nothing
    /// The number under which something was said last; nil when nothing is being said.
    var playback: Int?
    private var lastPlayback = 0
    /// Looks in a row that have not found the channel.
    var missedLooks = 0
    /// What was told the engine last: the next one waits for it, so that they arrive in their order.
    var lastStep: Task<Void, Never>?
    /// Finds out whether the call exists; who ends it waits for that.
    var placing: Task<Void, Never>?

    init(_ request: DialRequest, resumed: Bool) {
        self.request = request
        isFound = !resumed
    }

    /// Whether this is new, and the engine must be told.
    mutating func hear(_ news: AsteriskNews) -> Bool {
        if isOver { return false }
        missedLooks = 0
        switch news {
        case .ringing:
            if hasRung || isAnswered { return false }
            hasRung = true
            return true
        case .answered:
            defer { isAnswered = true }
            return !isAnswered
        case .played(let id):
            guard let number = playback, id.hasSuffix("-\(number)") else { return false }
            playback = nil
            return true
        case .key: return true
        case .progress: return !hasRung && !isAnswered
        case .ended:
            isOver = true
            return true
        }
    }

    mutating func end() -> Bool {
        defer { isOver = true }
        return !isOver
    }

    /// Numbers grow from one process to the next, so that the end of what an earlier one said is not taken for ours.
    mutating func beginSaying(at now: Instant) -> Int {
        lastPlayback = max(lastPlayback &+ 1, Int(now.microseconds))
        playback = lastPlayback
        return lastPlayback
    }

    /// Why the call is over.
    ///
    /// On a ring time-out Asterisk 20 to 22 says cause 0, and for a cancelled call 16 (asterisk/asterisk#963, #1660): so
    /// what we know of the call decides first. The status of SIP says more than Asterisk's translation of it.
    func ending(cause: Int, status: Int) -> CallEnding {
        if isAnswered { return .hungUp }
        if isHungUp { return hasRung ? .noAnswer : .lineFailure }
        if (300...699).contains(status) { return HangupCause.ending(status: status, hasRung: hasRung) }
        return HangupCause.ending(cause: cause) ?? (hasRung ? .noAnswer : .lineFailure)
    }
}
