import Foundation
import ServiceHours
import Synchronization

enum RealClock {
    static let now: @Sendable () -> Instant = {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}

/// A clock that goes on by the same span whenever it is asked.
final class SteppingClock: Sendable {
    private let instant = Mutex(Instant(microseconds: 1_795_180_503_000_000))
    private let step: Span

    init(by step: Span) {
        self.step = step
    }

    func now() -> Instant {
        instant.withLock { instant in
            instant = instant + step
            return instant
        }
    }
}
