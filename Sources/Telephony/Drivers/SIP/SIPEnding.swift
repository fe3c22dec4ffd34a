internal import CallTree
internal import SIPMessages

extension SIPEnd {
    /// What the end of a call means, whether it had rung or not. Only `lineFailure` is not the contact's fault.
    ///
    /// The cause of Q.850 says more than the status where both are given: gateways differ in how they put one into the other
    /// (RFC 3398, 7.2.4.1 and 8.2.6.1).
    func ending(hasRung: Bool) -> CallEnding {
        if wasAnswered { return .hungUp }
        if isHungUp { return hasRung ? .noAnswer : .lineFailure }
        return Self.ending(cause: cause) ?? Self.ending(status: status, hasRung: hasRung)
    }

    /// Nil where the cause says nothing of its own: 0 for none, 16 for a normal end, 31 for a normal event.
    private static func ending(cause: Int) -> CallEnding? {
        switch cause {
        case 0, 16, 31: nil
        // Unallocated, number changed, number incomplete.
        case 1, 22, 28: .unreachableNumber
        case 17: .busy
        // No user responding, no answer, absent.
        case 18, 19, 20: .noAnswer
        case 21: .rejected
        // No route, out of order, congestion, temporary failure and all the rest: the network's own troubles.
        default: .lineFailure
        }
    }

    private static func ending(status: Int, hasRung: Bool) -> CallEnding {
        switch status {
        case 486, 600: .busy
        // 487 answers a CANCEL; 408 and 480 come from the far end, since our own time-out has no status.
        case 408, 480, 487: .noAnswer
        case 603, 607, 608: .rejected
        // Before any ringing it is the provider that forbids.
        case 403: hasRung ? .rejected : .lineFailure
        case 404, 410, 484, 485, 604: .unreachableNumber
        // No status at all, redirections, which are not followed, wrong credentials, no common codec, every 5xx.
        default: .lineFailure
        }
    }
}

extension SIPEnd {
    /// For whoever looks after the line.
    var words: String {
        let said = [status > 0 ? "status \(status)" : "", cause > 0 ? "cause \(cause) of Q.850" : "", why]
        return said.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
