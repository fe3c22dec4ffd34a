import Synchronization

/// So many may be busy at once; the others wait in the order in which they asked.
///
///     let turn = limit.ask()      // takes a place in the queue, at once
///     guard await turn.came() else { return }  // cancelled
///     defer { turn.end() }
final class PlaceLimit: Sendable {
    private struct State {
        var free: Int
        var waiting: [Turn] = []
    }

    private let state: Mutex<State>

    init(_ places: Int) {
        state = Mutex(State(free: max(1, places)))
    }

    func ask() -> Turn {
        state.withLock { state in
            let turn = Turn(of: self)
            if state.free > 0 {
                state.free -= 1
                turn.give()
            } else {
                state.waiting.append(turn)
            }
            return turn
        }
    }

    /// A place came back: it goes to whoever has waited longest and still wants it.
    fileprivate func returned() {
        state.withLock { state in
            while !state.waiting.isEmpty {
                if state.waiting.removeFirst().give() { return }
            }
            state.free += 1
        }
    }

    fileprivate func leave(_ turn: Turn) {
        state.withLock { state in state.waiting.removeAll { $0 === turn } }
    }
}

/// One place in the queue. Whoever asked for it ends it, whether or not it came.
final class Turn: Sendable {
    private enum State {
        case waiting(CheckedContinuation<Bool, Never>?)
        case given, ended
    }

    private let state = Mutex(State.waiting(nil))
    private let limit: PlaceLimit

    fileprivate init(of limit: PlaceLimit) {
        self.limit = limit
    }

    /// Waits for the place. False when the task was cancelled meanwhile: there is no place then.
    func came() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isHere: Bool? = state.withLock { state in
                    switch state {
                    case .waiting:
                        state = .waiting(continuation)
                        return nil
                    case .given: return true
                    case .ended: return false
                    }
                }
                if let isHere { continuation.resume(returning: isHere) }
            }
        } onCancel: {
            end()
        }
    }

    /// Gives the place back, or the queue up. A second time changes nothing.
    func end() {
        let before = state.withLock { state in
            defer { state = .ended }
            return state
        }
        switch before {
        case .waiting(let continuation):
            limit.leave(self)
            continuation?.resume(returning: false)
        case .given: limit.returned()
        case .ended: break
        }
    }

    /// False when nobody wants it any more.
    @discardableResult
    fileprivate func give() -> Bool {
        let (isWanted, continuation) = state.withLock { state -> (Bool, CheckedContinuation<Bool, Never>?) in
            guard case .waiting(let continuation) = state else { return (false, nil) }
            state = .given
            return (true, continuation)
        }
        continuation?.resume(returning: true)
        return isWanted
    }
}
