internal import Synchronization

/// How much is being taken in at once. Beyond its limits a sender is asked to come back, so that a storm can slow the
/// server down but not fill its memory.
final class IntakeGate: Sendable {
    private struct Load {
        var requests = 0
        var bytes = 0
    }

    private let load = Mutex(Load())
    private let requestLimit: Int
    private let byteLimit: Int

    init(requestLimit: Int, byteLimit: Int) {
        self.requestLimit = requestLimit
        self.byteLimit = byteLimit
    }

    /// One request inside the gate. Leaves when it is let go.
    final class Pass: Sendable {
        private let gate: IntakeGate
        private let bytes = Mutex(0)

        fileprivate init(_ gate: IntakeGate) {
            self.gate = gate
        }

        /// Makes room for more of the body; false when there is none.
        func take(bytes count: Int) -> Bool {
            let isTaken = gate.load.withLock { load in
                guard load.bytes + count <= gate.byteLimit else { return false }
                load.bytes += count
                return true
            }
            if isTaken { bytes.withLock { $0 += count } }
            return isTaken
        }

        deinit {
            let held = bytes.withLock { $0 }
            gate.load.withLock { load in
                load.requests -= 1
                load.bytes -= held
            }
        }
    }

    /// Nil when too many are inside.
    func enter() -> Pass? {
        let isIn = load.withLock { load in
            guard load.requests < requestLimit else { return false }
            load.requests += 1
            return true
        }
        return isIn ? Pass(self) : nil
    }

    /// Requests inside.
    var count: Int { load.withLock(\.requests) }
}
