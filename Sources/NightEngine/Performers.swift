public import CallTree
public import ServiceHours

/// Who carries calls: starts and stops return at once, and what happens comes back as inputs.
public protocol CallPerformer: Sendable {
    /// Dials, or, after a restart, finds out whether the call exists: the line then adopts it and goes on reporting,
    /// or reports `denied` or `cannotTell`.
    /// - Parameter resumed: whether an engine before this one may have placed the call already.
    func place(_ request: DialRequest, resumed: Bool)

    /// Ends the call; the line reports the end all the same.
    func hangUp(_ id: TryID)

    /// The call is no longer owed: its end was reported, or is no longer waited for.
    func forget(_ id: TryID)
}

/// Who sends mails; reports `mailDelivered` when a mail has left, and keeps trying until then.
public protocol MailPerformer: Sendable {
    func send(_ id: MailID, _ mail: Mail)
}

/// The two clocks of the engine and its chance. Only the composition root has a real one.
public protocol EngineClock: Sendable {
    /// The wall clock, which decides openings and closings and stamps every input.
    func now() -> Instant
    /// Time since some fixed start, never set back: measures whether the wall clock has stepped.
    func uptime() -> Span
    /// How long to wait really for this span to pass; shorter than the span where time is sped up.
    func realNanoseconds(for span: Span) -> UInt64
    /// Fresh chance.
    func draw() -> UInt64
}

extension EngineClock {
    /// What this clock shows for so many seconds of real time, however fast it runs.
    func span(ofRealSeconds seconds: Int) -> Span {
        let second = min(max(realNanoseconds(for: .seconds(1)), 1), 1_000_000_000)
        return .microseconds(seconds * 1_000_000 * Int(1_000_000_000 / second))
    }
}

/// What became of an input about runs handed to the loop.
public enum RunSubmission: Hashable, Sendable {
    /// Its events are durable.
    case taken(RunReply)
    /// The journal cannot be written now; the sender shall try again.
    case unwritable
    /// The loop is ending.
    case stopped
}

/// What became of an input handed to the loop.
public enum Submission: Hashable, Sendable {
    /// Its events are durable.
    case taken(Reply)
    /// The journal cannot be written now; nothing of the input was kept. The sender shall try again.
    case unwritable
    /// The loop is ending.
    case stopped
}
