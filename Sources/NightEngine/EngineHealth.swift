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
    /// Since when, by the engine's uptime, one call of the journal is under way.
    public var journalAtWorkSince: Span?
    /// For how many real seconds the journal has not answered; nil for fewer than `EngineLoop.patienceSeconds`. Then the
    /// disk hangs, and the engine with it.
    public var journalSilentSeconds: Int?
    /// New alerts are refused: the journal's disk was full, and its reserve is in use.
    public var spaceIsTight = false
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
    private let clock: any EngineClock
    private let notice: @Sendable (EngineNotice) -> Void
    private let whenDoomed: @Sendable (String) -> Never

    init(
        clock: any EngineClock, notice: @escaping @Sendable (EngineNotice) -> Void = { _ in },
        whenDoomed: @escaping @Sendable (String) -> Never
    ) {
        self.clock = clock
        self.notice = notice
        self.whenDoomed = whenDoomed
    }

    /// Ends the process, which then starts again from its journal.
    func doom(_ why: String) -> Never {
        whenDoomed(why)
    }

    func say(_ event: EngineNotice) {
        notice(event)
    }

    var state: EngineHealth {
        var state = current.withLock { $0 }
        state.journalSilentSeconds = state.journalAtWorkSince.flatMap { since in
            let seconds = Int(clamping: clock.realNanoseconds(for: clock.uptime() + -since) / 1_000_000_000)
            return seconds < EngineLoop.patienceSeconds ? nil : seconds
        }
        return state
    }

    func change(_ change: (inout EngineHealth) -> Void) {
        current.withLock { change(&$0) }
    }

    /// Notes for as long as the work takes that the journal has it.
    func journalWorks<Result, Failure>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
        change { $0.journalAtWorkSince = clock.uptime() }
        defer { change { $0.journalAtWorkSince = nil } }
        return try work()
    }
}
