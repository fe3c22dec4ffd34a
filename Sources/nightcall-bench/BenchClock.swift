import NightEngine
import ServiceHours
import Synchronization

/// The engine's clocks: real time that passes, counted from a fixed opening, so that every run finds the window open.
/// It can be moved on, both clocks together, for journals that span weeks.
final class BenchClock: EngineClock {
    private let start: Instant
    private let began = Machine.nanoseconds()
    private let movedOn = Mutex(Span.zero)
    private let chance = Mutex(UInt64(1))

    init(start: Instant = BenchSite.opening) {
        self.start = start
    }

    func now() -> Instant { start + uptime() }

    func uptime() -> Span {
        Span(microseconds: (Machine.nanoseconds() - began) / 1_000) + movedOn.withLock { $0 }
    }

    func realNanoseconds(for span: Span) -> UInt64 { UInt64(max(0, span.microseconds)) * 1_000 }

    func draw() -> UInt64 {
        chance.withLock { chance in
            chance &+= 0x9E37_79B9_7F4A_7C15
            return chance
        }
    }

    func moveOn(by span: Span) {
        movedOn.withLock { $0 = $0 + span }
    }
}
