import RunbookSteps
import ServiceHours
import Synchronization

/// A clock that stands still until a test moves it, and a place where steps say what they do.
final class VirtualTime: Sendable {
    private struct State {
        var now: Instant
        var nextSleeper = 0
        var sleepers: [Int: (until: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
        var said: [String] = []
        var listeners: [(line: String, times: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>
    static let start = Instant(microseconds: 1_800_000_000_000_000)

    init() {
        state = Mutex(State(now: Self.start))
    }

    var now: Instant { state.withLock(\.now) }
    var said: [String] { state.withLock(\.said) }
    /// Nobody sleeps any more.
    var isQuiet: Bool { state.withLock { $0.sleepers.isEmpty } }

    var clock: RoundClock {
        RoundClock(now: { self.now }, sleep: { try await self.sleep($0) })
    }

    func say(_ line: String) {
        let heard = state.withLock { state in
            state.said.append(line)
            let said = state.said
            let isHeard = { (line: String, times: Int) in said.count { $0 == line } >= times }
            let heard = state.listeners.filter { isHeard($0.line, $0.times) }
            state.listeners.removeAll { isHeard($0.line, $0.times) }
            return heard.map(\.continuation)
        }
        for listener in heard { listener.resume() }
    }

    /// Waits until the line has been said so often.
    func heard(_ line: String, times: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isHeard = state.withLock { state in
                if state.said.count(where: { $0 == line }) >= times { return true }
                state.listeners.append((line, times, continuation))
                return false
            }
            if isHeard { continuation.resume() }
        }
    }

    /// Says `sleeps N`, in seconds, once it does.
    func sleep(_ span: Span) async throws {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isCancelled = state.withLock { state in
                    if state.cancelled.contains(id) { return true }
                    state.sleepers[id] = (state.now + span, continuation)
                    return false
                }
                if isCancelled { return continuation.resume(throwing: CancellationError()) }
                say("sleeps \(span.seconds)")
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                return state.sleepers.removeValue(forKey: id)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    func advance(_ span: Span) {
        let woken = state.withLock { state in
            state.now = state.now + span
            let due = state.sleepers.filter { $0.value.until <= state.now }.sorted {
                ($0.value.until, $0.key) < ($1.value.until, $1.key)
            }
            for sleeper in due { state.sleepers[sleeper.key] = nil }
            return due.map(\.value.continuation)
        }
        for sleeper in woken { sleeper.resume() }
    }
}
