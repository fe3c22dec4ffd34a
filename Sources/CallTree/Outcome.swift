/// How an attempt ended. Only an acknowledged attempt was received; everything else moves on to the next contact.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// A person gave the proof that the contract asks for.
    case acknowledged
    /// A person pressed 2.
    case passed
    /// Answered, but no key came in time.
    case noInput = "no-input"
    /// A machine answered.
    case voicemail
    /// A person hung up without a key.
    case hungUp = "hung-up"
    /// It rang to the end.
    case noAnswer = "no-answer"
    case busy
    case rejected
    /// The network says that there is no such number.
    case unreachableNumber = "unreachable-number"
    /// Every route failed until the attempt counted as used; not the contact's fault.
    case lineFailure = "line-failure"
}

/// How an incident ended; named once.
public enum End: String, Hashable, Sendable, CaseIterable {
    case acknowledged, recovered, exhausted, undeliverable
    case handedOver = "handed-over"
    case cancelled
    case notCalled = "not-called"
}

/// Why an incident ended as it did, where the end alone does not say.
public enum EndReason: Hashable, Sendable {
    /// A contact gave the proof, in this attempt.
    case contact(AttemptID)
    /// A named operator acknowledged or cancelled; with a reason where one was given.
    indirect case operatorAsked(name: String, reason: String)
    /// The alert recovered.
    case alertRecovered
    /// All rounds were made.
    case roundsMade
    /// No call got through to any telephone.
    case noCallGotThrough
    /// The contract had started its escalations of this hour.
    case cap
    /// Every contact's number had got its calls of this day.
    case callsPerDay
    /// The window closed.
    case windowClosed
    /// The contract has alerts outside the window recorded only.
    case recordOnly
    /// Nothing was heard of the alert for too long before the opening.
    case stale
    /// The contract's window never opens again.
    case neverOpen
    /// The contract is no longer in the site folder.
    case contractGone
    /// It was open in a backup from which the journal was put back: what became of it since is not known.
    case journalRestored
}
