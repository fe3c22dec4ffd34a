import Dispatch
import Glibc

/// Hears signals of the system for as long as it lives.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    init(_ signals: [Int32], _ heard: @escaping @Sendable (Int32) -> Void) {
        sources = signals.map { number in
            // Otherwise the signal would end the process before anybody hears it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { heard(number) }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
