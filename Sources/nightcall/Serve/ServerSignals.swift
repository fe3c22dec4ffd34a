import Foundation
import Glibc
import Synchronization

/// What the signals of the system mean to a server, from its first moment on.
///
/// SIGTERM and SIGINT end it in order; a second one, or a stop that takes too long because a disk hangs, ends it at once.
/// SIGHUP takes the site folder again, as soon as the server serves.
final class ServerSignals: Sendable {
    private enum Phase {
        /// Nothing was promised to anybody yet.
        case starting(reloadAsked: Bool)
        case serving(reload: @Sendable () -> Void, end: @Sendable () -> Void)
        case ending
    }

    private let phase = Mutex(Phase.starting(reloadAsked: false))
    private let reloading = Mutex(())

    /// The server is told to end within 10 seconds; whatever it has not done by then waits for a disk that hangs.
    private static let longestStopSeconds: UInt32 = 8

    /// Whether the server was told to end.
    var isEnding: Bool {
        phase.withLock { phase in
            switch phase {
            case .starting, .serving: false
            case .ending: true
            }
        }
    }

    /// From now on signals come to the server; one that asked for a reload before is passed on.
    func serve(reload: @escaping @Sendable () -> Void, end: @escaping @Sendable () -> Void) {
        let isAsked = phase.withLock { phase in
            switch phase {
            case .starting(let reloadAsked):
                phase = .serving(reload: reload, end: end)
                return reloadAsked
            case .serving, .ending: return false
            }
        }
        if isAsked { reloading.withLock { _ in reload() } }
    }

    /// SIGHUP.
    func reloadAsked() {
        let reload = phase.withLock { phase -> (@Sendable () -> Void)? in
            switch phase {
            case .starting:
                phase = .starting(reloadAsked: true)
                return nil
            case .serving(let reload, _): return reload
            case .ending: return nil
            }
        }
        reloading.withLock { _ in reload?() }
    }

    /// SIGTERM and SIGINT.
    func endAsked() {
        let end = phase.withLock { phase -> @Sendable () -> Void in
            defer { phase = .ending }
            switch phase {
            // Nobody waits for anything, and a journal that is just being opened is none the worse.
            case .starting: _exit(0)
            case .serving(_, let end): return end
            case .ending: ProcessEnd.atOnce("ended at once by a second signal; the next start goes on")
            }
        }
        Thread.detachNewThread {
            var left = Self.longestStopSeconds
            // Another signal may wake it early.
            while left > 0 { left = sleep(left) }
            ProcessEnd.atOnce(
                "the server could not end in order within \(Self.longestStopSeconds) s; does a disk hang?")
        }
        end()
    }
}
