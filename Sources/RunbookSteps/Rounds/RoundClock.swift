public import ServiceHours

/// What a round knows of time. In `serve` it is the real clock, in a drill or a test a virtual one.
public struct RoundClock: Sendable {
    public let now: @Sendable () -> Instant
    /// Returns when the span is over; throws as soon as the task is cancelled.
    public let sleep: @Sendable (Span) async throws -> Void

    public init(now: @escaping @Sendable () -> Instant, sleep: @escaping @Sendable (Span) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }
}
