import CallTree
import Dispatch
import NightEngine
import Synchronization

/// A line that only notes when the engine asked it to dial. What the callee does is told by the measurement.
final class BenchLine: CallPerformer {
    struct Dial: Sendable {
        let request: DialRequest
        /// On the monotonic clock, in nanoseconds.
        let at: Int64
    }

    private struct Notes {
        var dials: [Dial] = []
        var hangUps: [TryID] = []
    }

    private let notes = Mutex(Notes())
    private let noted = DispatchSemaphore(value: 0)

    func place(_ request: DialRequest, resumed: Bool) {
        let dial = Dial(request: request, at: Machine.nanoseconds())
        notes.withLock { $0.dials.append(dial) }
        noted.signal()
    }

    func hangUp(_ id: TryID) {
        notes.withLock { $0.hangUps.append(id) }
    }

    func forget(_ id: TryID) {}

    /// Waits until one more dial request than were waited for before has come.
    func waitForDial() throws -> Dial {
        guard noted.wait(timeout: .now() + 30) == .success, let dial = notes.withLock({ $0.dials.last }) else {
            throw BenchError("no dial request came within 30 s")
        }
        return dial
    }

    /// The dial requests since this was asked last.
    func takeDials() -> [Dial] {
        notes.withLock { notes in
            defer { notes.dials.removeAll() }
            return notes.dials
        }
    }

    /// The calls to be hung up since this was asked last.
    func takeHangUps() -> [TryID] {
        notes.withLock { notes in
            defer { notes.hangUps.removeAll() }
            return notes.hangUps
        }
    }
}

/// A mailer whose mails have left at once.
final class BenchMailer: MailPerformer {
    private let loop: EngineLoop

    init(_ loop: EngineLoop) {
        self.loop = loop
    }

    func send(_ id: MailID, _ mail: Mail) {
        loop.tell(.mailDelivered(id))
    }
}
