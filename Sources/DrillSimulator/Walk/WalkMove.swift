import CallTree
import ServiceHours

/// One thing that may happen in a state of the walk.
enum WalkMove: Hashable, Sendable {
    /// One body: each trouble by its place in the plan.
    case body([Said])
    case report(TryID, CallReport)
    case key(TryID, Key)
    case acknowledge(IncidentID)
    case cancel(IncidentID)
    case hangUp(TryID)
    case line(LineID, LineState)
    case wait(Wait, until: Instant)
    case clockJudged(Bool)
    case clockStep(Span)
    case crash

    /// What is waited for.
    enum Wait: Hashable, Sendable {
        /// A moment before the next deadline at which the board decides something.
        case justBefore
        case deadline
        /// Later than the next deadline, as after a stall.
        case pastDeadline
        /// The window of some contract changes, whatever else was due before.
        case windowChange
        /// A firing would no longer belong to the incident that has its key now.
        case keyFree
        /// Something leaves the board.
        case tidying
    }

    struct Said: Hashable, Sendable {
        let trouble: Int
        let status: Alert.Status
    }

    /// Whether the move is one that comes by itself: time goes on and lines report. A state from which these alone
    /// never lead to the end of every incident is a dead end.
    var comesByItself: Bool {
        switch self {
        case .report, .wait(.deadline, _), .clockJudged(true): true
        case .body, .key, .acknowledge, .cancel, .hangUp, .line, .wait, .clockJudged, .clockStep, .crash: false
        }
    }

    /// In few words, for statecharts.
    var label: String {
        switch self {
        case .body(let said): said.map(\.status.rawValue).joined(separator: "+")
        case .report(_, let report): Self.label(of: report)
        case .key(_, let key): key == .digit(1) ? "key 1" : key == .digit(2) ? "key 2" : "other key"
        case .acknowledge: "operator acknowledges"
        case .cancel: "operator cancels"
        case .hangUp: "operator hangs up"
        case .line(_, .up): "line returns"
        case .line(_, .down): "line fails"
        case .wait(.justBefore, _), .wait(.deadline, _), .wait(.pastDeadline, _): "deadline"
        case .wait(.windowChange, _): "window changes"
        case .wait(.keyFree, _), .wait(.tidying, _): "time"
        case .clockJudged(let trusted): trusted ? "clock trusted" : "clock distrusted"
        case .clockStep: "clock steps"
        case .crash: "crash"
        }
    }

    private static func label(of report: CallReport) -> String {
        switch report {
        case .ringing: "rings"
        case .answered: "answered"
        case .machineDetected: "machine"
        case .promptEnded: "prompt ends"
        case .ended(.lineFailure): "line failure"
        case .ended: "call ends"
        case .adopted: "adopted"
        case .denied: "denied"
        case .cannotTell: "cannot tell"
        case .lost: "lost"
        }
    }
}

extension WalkMove: CustomStringConvertible {
    /// Exact, for the path to a violation.
    var description: String {
        switch self {
        case .body(let said): "body " + said.map { "\($0.trouble) \($0.status.rawValue)" }.joined(separator: ", ")
        case .report(let id, .answered(let by)): "\(id) answered by \(by)"
        case .report(let id, .ended(let ending)): "\(id) ended \(ending)"
        case .report(let id, let report): "\(id) \(Self.label(of: report))"
        case .key(let id, let key): "\(id) key \(key.text)"
        case .acknowledge(let id): "operator acknowledges \(id)"
        case .cancel(let id): "operator cancels \(id)"
        case .hangUp(let id): "operator hangs up \(id)"
        case .line(let id, let state): "line \(id) \(state)"
        case .wait(let wait, let until): "wait (\(wait)) until \(until)"
        case .clockJudged, .crash: label
        case .clockStep(let span): "clock steps by \(span.seconds) s"
        }
    }
}
