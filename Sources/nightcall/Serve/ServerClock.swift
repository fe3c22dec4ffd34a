import NightEngine
import ServiceHours

/// The clocks and the chance of a server. With a speed above 1 everything happens that many times faster, for
/// demonstrations with simulated lines.
struct ServerClock: EngineClock {
    private let speed: Double
    private let startedAt: Instant
    private let start = ContinuousClock.now

    /// - Parameter notBefore: where a sped-up clock begins at the earliest. A journal written at speed is ahead of the
    ///   wall clock, and a clock behind its last event is not believed.
    init(speed: Double, notBefore: Instant?) {
        self.speed = speed
        let now = RealClock.now()
        startedAt = speed == 1 ? now : max(now, notBefore ?? now)
    }

    func now() -> Instant {
        if speed == 1 { return RealClock.now() }
        return startedAt + uptime()
    }

    /// The continuous clock counts while the machine sleeps as well: a laptop that wakes up has not had its clock set.
    func uptime() -> Span {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let microseconds = Double(seconds) * 1_000_000 + Double(attoseconds) / 1_000_000_000_000
        return Span(microseconds: Int64(min(microseconds * speed, 0x1p62)))
    }

    func realNanoseconds(for span: Span) -> UInt64 {
        guard span > .zero else { return 0 }
        let nanoseconds = Double(span.microseconds) * 1_000 / speed
        return nanoseconds < Double(UInt64.max / 2) ? UInt64(nanoseconds.rounded(.up)) : UInt64.max / 2
    }

    func draw() -> UInt64 {
        var chance = SystemRandomNumberGenerator()
        return chance.next()
    }
}

/// When this program was released; set with every release. A clock before that cannot be right.
enum ReleaseDate {
    static let instant = Instant(microseconds: 1_767_193_200_000_000)  // 2026-01-01T00:00:00+09:00
}
