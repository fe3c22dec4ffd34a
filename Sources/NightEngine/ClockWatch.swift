internal import ServiceHours

/// Finds steps of the wall clock by holding it against the monotonic one.
struct ClockWatch {
    /// A clock that is corrected by less than this has not stepped.
    static let tolerance = Span.seconds(2)

    private var wall: Instant
    private var uptime: Span

    init(_ clock: any EngineClock) {
        wall = clock.now()
        uptime = clock.uptime()
    }

    /// How far the wall clock has stepped since it was asked last, forward if positive; nil when it has not.
    mutating func step(wall now: Instant, uptime current: Span) -> Span? {
        let moved = now.since(wall) + -(current + -uptime)
        wall = now
        uptime = current
        return moved > Self.tolerance || moved < -Self.tolerance ? moved : nil
    }
}
