public import ServiceHours

/// What the check before the night found: whether the desk is armed.
public struct Readiness: Hashable, Sendable {
    /// Lines over which a call of NightCall to itself was rung, spoken and acknowledged by key.
    public let proven: [LineID]
    /// What stands in the way tonight; empty when the desk is armed.
    public let faults: [ReadinessFault]

    public init(proven: [LineID], faults: [ReadinessFault]) {
        self.proven = proven
        self.faults = faults
    }

    public var isArmed: Bool { faults.isEmpty }
}

/// One thing that would keep a call from being made, or from being heard, in the coming night.
public enum ReadinessFault: Hashable, Sendable {
    /// The call of NightCall to itself over the line ended so, and was not acknowledged.
    case selfCall(LineID, Outcome)
    /// It had not ended when it was no longer waited for.
    case selfCallUnfinished(LineID)
    /// The other side of the line does not take our credentials, or is not there; in its own words.
    case credentials(LineID, why: String)
    /// Nothing rings over the line, or its calls fail.
    case lineOut(LineID)
    /// No window can be told for the contract's coming night.
    case calendar(ContractID)
    /// None of the contract's contacts may be dialled tonight.
    case nobodyToCall(ContractID)
    /// The contract designates no alert: nobody is ever called for it.
    case nothingDesignated(ContractID)
    case clockDistrusted
    case journalUnwritable
    /// The disk of the journal has less room than the journal's reserve needs.
    case diskTight
    /// Mails are owed, and the mail server takes none.
    case mailFailing
    /// The process kept dying, and nobody is called until the operator says so.
    case restartingOften
}

/// A check with its instant.
public struct ReadinessFound: Hashable, Sendable {
    public let readiness: Readiness
    public let at: Instant

    public init(_ readiness: Readiness, at: Instant) {
        self.readiness = readiness
        self.at = at
    }
}
