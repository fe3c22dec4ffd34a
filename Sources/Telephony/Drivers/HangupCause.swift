internal import CallTree

/// What the far side's own words for the end of an unanswered call mean. Only `lineFailure` is not the contact's fault.
enum HangupCause {
    /// A cause of ITU-T Q.850. Nil where it says nothing of its own: 0 for none, 16 for a normal end, 31 for a normal event.
    static func ending(cause: Int) -> CallEnding? {
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

    /// A status of SIP (RFC 3261, 21).
    static func ending(status: Int, hasRung: Bool) -> CallEnding {
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
