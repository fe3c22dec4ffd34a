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
        return HangupCause.ending(cause: cause) ?? HangupCause.ending(status: status, hasRung: hasRung)
    }
}

extension SIPEnd {
    /// For whoever looks after the line.
    var words: String {
        let said = [status > 0 ? "status \(status)" : "", cause > 0 ? "cause \(cause) of Q.850" : "", why]
        return said.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
