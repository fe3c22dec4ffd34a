internal import ServiceHours
internal import Synchronization

/// Callers that wait to be told what became of their inputs. Each is answered once: by the engine, or before it when a
/// disk that hangs holds the engine up.
final class WaitingCallers: Sendable {
    private struct Caller {
        let since: Span
        let answer: @Sendable (NightSubmission) -> Void
    }

    private struct State {
        var waiting: [Int: Caller] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    /// - Parameter uptime: since when the caller waits.
    /// - Returns: the number by which the caller is answered.
    func add(at uptime: Span, _ answer: @escaping @Sendable (NightSubmission) -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.waiting[state.last] = Caller(since: uptime, answer: answer)
            return state.last
        }
    }

    /// Answers a caller; one that was answered already is told nothing more.
    func answer(_ number: Int, _ submission: NightSubmission) {
        let caller = state.withLock { $0.waiting.removeValue(forKey: number) }
        caller?.answer(submission)
    }

    /// Answers everybody who waits since this moment or longer, in the order in which they came.
    func refuse(waitingSince uptime: Span) {
        let given = state.withLock { state in
            state.waiting.filter { $0.value.since <= uptime }.keys.sorted().compactMap {
                state.waiting.removeValue(forKey: $0)
            }
        }
        for caller in given { caller.answer(.unwritable) }
    }
}
