import CallTree
import NightEngine
import OperatorConsole
import ServiceHours
import SiteSettings
import Synchronization
import Telephony

/// Checks each day before the night, and when an operator asks, whether tonight is armed: that each line rings, speaks and
/// hears a key, and that nothing else would keep a call from being made. Beside that it tests a line that is out by a
/// self-call, so that no attempt has to.
///
/// What was found is an event: the light on the console, the alarm and the mail follow from it.
final class ReadinessDesk: Sendable {
    private struct State {
        var site: Site
        var selfCalls: SelfCalls
        /// The check under way, which whoever asks meanwhile waits for as well.
        var underWay: Task<Readiness?, Never>?
    }

    private let state: Mutex<State>
    private let engine: EngineLoop
    private let caller: SelfCaller
    private let clock: ServerClock
    private let trial: LineTrial
    private let tell: @Sendable (ReadinessFound, Site) -> Void
    private let startedAt: Instant

    /// Whether the other side of a line takes our credentials; nil for a line of which that is not known.
    typealias LineTrial = @Sendable (LineID) async -> CredentialTrial?

    /// - Parameter tell: writes to the operator what was found; returns at once.
    init(
        _ site: Site, engine: EngineLoop, journal: JournalEvents, clock: ServerClock, trial: @escaping LineTrial,
        tell: @escaping @Sendable (ReadinessFound, Site) -> Void
    ) {
        state = Mutex(State(site: site, selfCalls: SelfCalls(site)))
        self.engine = engine
        caller = SelfCaller(engine: engine, journal: journal, clock: clock)
        self.clock = clock
        self.trial = trial
        self.tell = tell
        startedAt = clock.now()
    }

    /// Takes what a reloaded site says.
    func change(_ site: Site) {
        state.withLock { state in
            state.site = site
            state.selfCalls = SelfCalls(site)
        }
    }

    /// Returns when its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: .seconds(10)))
            guard !Task.isCancelled, let seen = await engine.read({ Seen($0) }) else { return }
            if isDue(since: seen.checkedAt) { _ = await check() } else { await testLines(seen) }
        }
    }

    /// Gives up a check under way: the server ends. Its call goes on at the line, and the next server hears of it.
    func stop() { state.withLock { $0.underWay?.cancel() } }

    /// Whether the time of the check has come since the last one. A site that was never checked waits for it.
    private func isDue(since last: Instant?) -> Bool {
        guard let at = state.withLock({ $0.site.readinessAt }) else { return false }
        let now = clock.now()
        let midnight = now.japanTime.date.startInJapan
        let due = midnight + at <= now ? midnight + at : midnight + at - .hours(24)
        return due > last ?? startedAt
    }

    // MARK: The check

    /// What was found; nil when the engine ends.
    func check() async -> Readiness? {
        let task = state.withLock { state in
            if let underWay = state.underWay { return underWay }
            let task = Task { await self.lookAtAll() }
            state.underWay = task
            return task
        }
        return await task.value
    }

    private func lookAtAll() async -> Readiness? {
        defer { state.withLock { $0.underWay = nil } }
        let (site, selfCalls) = state.withLock { ($0.site, $0.selfCalls) }
        let lines = await lookAtLines(site, selfCalls)
        // What was given up says nothing of the night.
        guard !Task.isCancelled, let seen = await engine.read({ Seen($0) }) else { return nil }
        let faults =
            lines.faults + ReadinessFacts(site: site, seen: seen, health: engine.state, now: clock.now()).faults
        let readiness = Readiness(proven: lines.proven, faults: faults)
        guard case .taken = await engine.submit(.readinessChecked(readiness)) else { return nil }
        tell(ReadinessFound(readiness, at: clock.now()), site)
        return readiness
    }

    /// All lines side by side.
    private func lookAtLines(_ site: Site, _ selfCalls: SelfCalls) async -> (proven: [LineID], faults: [ReadinessFault])
    {
        let found = await withTaskGroup(of: (LineID, [ReadinessFault], isProven: Bool).self) { group in
            for line in site.lines {
                group.addTask { [self] in
                    if let contract = selfCalls.contracts[line.id] {
                        let fault = await caller.call(line.id, contract)
                        return (line.id, [fault].compactMap(\.self), isProven: fault == nil)
                    }
                    if case .refused(let why)? = await trial(line.id) {
                        return (line.id, [.credentials(line.id, why: why)], isProven: false)
                    }
                    return (line.id, [], isProven: false)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }.sorted { $0.0.text < $1.0.text }
        return (found.filter(\.isProven).map(\.0), found.flatMap(\.1))
    }

    // MARK: Lines that are out

    /// Shortly before an attempt would test it.
    private static let ahead = Span.seconds(20)

    private func testLines(_ seen: Seen) async {
        let contracts = state.withLock { $0.selfCalls.contracts }
        for (line, circuit) in seen.circuits where circuit.isOut {
            guard let contract = contracts[line], circuit.testAt.map({ clock.now() + Self.ahead >= $0 }) ?? true else {
                continue
            }
            // Its end is what the line's circuit hears of; a fault is no news.
            _ = await caller.call(line, contract)
        }
    }

    /// What the board knows of it.
    struct Seen: Sendable {
        let checkedAt: Instant?
        /// Lines that are out, in the order of their names.
        let circuits: [(line: LineID, circuit: Board.Circuit)]
        let alarms: Set<Alarm>

        init(_ board: Board) {
            checkedAt = board.readiness?.at
            alarms = Set(board.alarms.values)
            let out = alarms.compactMap { alarm -> LineID? in
                switch alarm {
                case .lineOut(let line), .lineSilent(let line): line
                default: nil
                }
            }
            circuits = Set(out).sorted { $0.text < $1.text }.map { ($0, board.circuit(of: $0)) }
        }
    }
}
