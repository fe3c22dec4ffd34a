import Dispatch
import Glibc

/// Hears signals of the system for as long as it lives, one after the other.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// When this returns, the signals are heard; until then they end the process, as they do by themselves.
    init(_ signals: [Int32], _ heard: @escaping @Sendable (Int32) -> Void) {
        let queue = DispatchQueue(label: "signals", qos: .userInitiated)
        let registered = DispatchSemaphore(value: 0)
        sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { heard(number) }
            source.setRegistrationHandler { registered.signal() }
            source.resume()
            return source
        }
        for _ in signals { registered.wait() }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
