internal import Synchronization

/// Keeps the connection for events of one line: connects, and connects again until `stop`.
final class AsteriskLink: Sendable {
    private struct State {
        var isUp = false
        var why = "it has not connected yet"
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// From the end of a connection to the next, in seconds; the last again and again.
    private static let pauseSeconds: [UInt64] = [1, 2, 5, 10]

    var isUp: Bool { state.withLock { $0.isUp } }
    /// Why there is no connection.
    var why: String { state.withLock { $0.why } }

    /// - Parameters:
    ///   - changed: told when a connection stands or has ended, with the reason.
    ///   - hear: told every event, in order.
    func begin(
        _ socket: AsteriskSocket, changed: @escaping @Sendable (Bool, String) async -> Void,
        hear: @escaping @Sendable (AsteriskEvent) -> Void
    ) {
        state.withLock { state in
            guard state.task == nil else { return }
            state.task = Task { [weak self] in
                var failures = 0
                while !Task.isCancelled {
                    let connecting = Task { () -> String in
                        await socket.run(
                            connected: {
                                self?.state.withLock { $0.isUp = true }
                                Task { await changed(true, "") }
                            }, hear: hear)
                    }
                    let why = await withTaskCancellationHandler {
                        await connecting.value
                    } onCancel: {
                        connecting.cancel()
                    }
                    guard let self, !Task.isCancelled else { return }
                    let wasUp = self.state.withLock { state in
                        defer {
                            state.isUp = false
                            state.why = why
                        }
                        return state.isUp
                    }
                    failures = wasUp ? 0 : failures + 1
                    // One that stands again after a second was no outage: nobody is alarmed for it.
                    if !wasUp { await changed(false, why) }
                    let pause = Self.pauseSeconds[min(failures, Self.pauseSeconds.count - 1)]
                    try? await Task.sleep(nanoseconds: pause * 1_000_000_000)
                }
            }
        }
    }

    func stop() {
        state.withLock { state in
            state.task?.cancel()
            state.isUp = false
            state.why = "it is stopping"
        }
    }
}
