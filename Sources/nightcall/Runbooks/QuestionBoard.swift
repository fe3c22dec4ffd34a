import RunbookModel
import RunbookSteps
import ServiceHours
import Synchronization

/// The questions of manual checks that wait for an operator. They live with the process: after a restart the checks ask
/// again.
final class QuestionBoard: Sendable {
    struct Open: Sendable {
        let number: Int
        let run: RunID
        let question: Question
        let askedAt: Instant
    }

    private struct State {
        var last = 0
        var open: [Int: Open] = [:]
        var waiting: [Int: CheckedContinuation<ManualAnswer?, Never>] = [:]
        var given: [Int: ManualAnswer] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Instant

    init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    /// Waits for the answer; nil when the task is cancelled.
    func ask(_ question: Question, of run: RunID) async -> ManualAnswer? {
        let number = state.withLock { state in
            state.last += 1
            state.open[state.last] = Open(number: state.last, run: run, question: question, askedAt: now())
            return state.last
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: ManualAnswer?? = state.withLock { state in
                    if let given = state.given.removeValue(forKey: number) { return .some(given) }
                    if state.cancelled.remove(number) != nil { return .some(nil) }
                    state.waiting[number] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.open[number] = nil
                let continuation = state.waiting.removeValue(forKey: number)
                if continuation == nil { state.cancelled.insert(number) }
                return continuation
            }
            continuation?.resume(returning: nil)
        }
    }

    /// In the order in which they were asked.
    var open: [Open] { state.withLock { $0.open.values.sorted { $0.number < $1.number } } }

    /// Why it cannot be answered so; nil when it is.
    func answer(_ number: Int, _ text: String, by name: String) -> String? {
        let answer = ManualAnswer(text: text, by: name, at: now())
        let (refusal, continuation) = state.withLock {
            state -> (String?, CheckedContinuation<ManualAnswer?, Never>?) in
            guard let open = state.open[number] else { return ("there is no open question \(number)", nil) }
            let choices = open.question.choices
            guard choices.isEmpty || choices.contains(text) else {
                return ("the answer is one of: \(choices.joined(separator: ", "))", nil)
            }
            state.open[number] = nil
            let continuation = state.waiting.removeValue(forKey: number)
            if continuation == nil { state.given[number] = answer }
            return (nil, continuation)
        }
        continuation?.resume(returning: answer)
        return refusal
    }
}
