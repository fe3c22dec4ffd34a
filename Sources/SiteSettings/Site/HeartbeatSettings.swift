public import ServiceHours

/// An address elsewhere that is asked for at an interval, so that somebody notices when NightCall is gone.
public struct HeartbeatSettings: Hashable, Sendable {
    /// `http` or `https`. Services of this kind put a secret into its path: it is shown to nobody.
    public let url: String
    public let every: Span

    static let standardSpan = Span.minutes(1)
}
