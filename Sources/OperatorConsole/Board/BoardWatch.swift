internal import CallTree
internal import NightEngine
internal import Reports
internal import Synchronization

/// The board as it was less than a moment ago, shared by everybody who looks: however many pages are open, the engine and
/// the journal are asked once in half a second.
final class BoardWatch: Sendable {
    /// Everything a page shows that moves.
    struct Sight: Sendable {
        let board: BoardView
        /// The running escalations with the attempts they have made, in the order of the board.
        let trees: [EscalationReport]
        let health: EngineHealth
        let unreadable: [UnreadableBodies.Kept]
        let unreadableCount: Int
    }

    private struct State {
        var latest: (sight: Sight, taken: ContinuousClock.Instant)?
        var underWay: Task<Sight?, Never>?
    }

    private let engine: EngineLoop
    private let journal: JournalEvents
    private let unreadable: UnreadableBodies
    private let state = Mutex(State())
    private static let freshness = Duration.milliseconds(500)

    init(engine: EngineLoop, journal: JournalEvents, unreadable: UnreadableBodies) {
        self.engine = engine
        self.journal = journal
        self.unreadable = unreadable
    }

    /// Nil when the engine has ended.
    func sight() async -> Sight? {
        let now = ContinuousClock.now
        let (fresh, task) = state.withLock { state -> (Sight?, Task<Sight?, Never>?) in
            if let latest = state.latest, now - latest.taken < Self.freshness { return (latest.sight, nil) }
            if let underWay = state.underWay { return (nil, underWay) }
            let task = Task { await self.look() }
            state.underWay = task
            return (nil, task)
        }
        if let fresh { return fresh }
        return await task?.value
    }

    private func look() async -> Sight? {
        let board = await engine.read { BoardView($0) }
        let sight = board.map { board in
            Sight(
                board: board, trees: board.running.compactMap { tree($0) }, health: engine.state,
                unreadable: unreadable.newest, unreadableCount: unreadable.count)
        }
        state.withLock { state in
            state.underWay = nil
            if let sight { state.latest = (sight, .now) }
        }
        return sight
    }

    /// The attempts made so far stand in the journal alone; the board keeps only the one under way.
    private func tree(_ running: BoardView.Running) -> EscalationReport? {
        guard let incident = running.incidents.first, let events = try? journal.of(.escalation(running.id)) else { return nil }
        return IncidentReport(incident: incident, events: events)?.escalations.first { $0.id == running.id }
    }
}
