internal import ServiceHours
internal import Synchronization

/// Wakes somebody once, after a time of a clock that is never set. A later wish takes the place of an earlier one.
final class WakingTimer: Sendable {
    private let sleeper = Mutex<Task<Void, Never>?>(nil)
    private let awake: @Sendable () -> Void

    init(_ awake: @escaping @Sendable () -> Void) {
        self.awake = awake
    }

    func wake(after span: Span) {
        let task = Task.detached { [awake] in
            do {
                try await Task.sleep(for: .microseconds(max(span, .zero).microseconds), clock: .continuous)
                awake()
            } catch {
                // Another wish has taken its place, or nobody waits any more.
            }
        }
        sleeper.withLock { current in
            current?.cancel()
            current = task
        }
    }

    func stop() {
        sleeper.withLock { $0?.cancel() }
    }
}

extension Span {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
