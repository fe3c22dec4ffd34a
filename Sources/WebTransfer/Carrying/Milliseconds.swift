/// Whole milliseconds, as libcurl counts.
enum Milliseconds {
    /// Rounded up, so that nobody wakes before the instant; 0 when it is past.
    static func until(_ instant: ContinuousClock.Instant, from now: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = (instant - now).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let perMillisecond: Int64 = 1_000_000_000_000_000
        return Int(seconds) * 1_000 + Int((attoseconds + perMillisecond - 1) / perMillisecond)
    }
}
