public import CallTree
public import ServiceHours
internal import Synchronization

/// How the engine is, for health checks and metrics.
public struct EngineHealth: Hashable, Sendable {
    public enum Journal: Hashable, Sendable {
        case writable
        /// Appends fail since the instant given, and why.
        case unwritable(since: Instant, why: String)
    }

    public var journal = Journal.writable
    public var running = false
    public var clockTrusted = true
    /// Counted since the start.
    public var events = 0
    public var appends = 0
    public var inputs = 0
    public var refused = 0
    public var callsPlaced = 0
    public var clockSteps = 0
    public var attemptsEnded: [Outcome: Int] = [:]
    /// Sum and greatest of the real time an append took with its sync, in microseconds.
    public var appendMicroseconds = 0
    public var slowestAppendMicroseconds = 0
    /// Subjects set aside at the start because their events could not be read.
    public var setAside: [String] = []
}

/// Where the engine's thread writes its health and everybody reads it.
final class HealthBoard: Sendable {
    private let current = Mutex(EngineHealth())
    private let whenDoomed: @Sendable (String) -> Never

    init(whenDoomed: @escaping @Sendable (String) -> Never) {
        self.whenDoomed = whenDoomed
    }

    /// Ends the process, which then starts again from its journal.
    func doom(_ why: String) -> Never {
        whenDoomed(why)
    }

    var state: EngineHealth { current.withLock { $0 } }

    func change(_ change: (inout EngineHealth) -> Void) {
        current.withLock { change(&$0) }
    }
}
