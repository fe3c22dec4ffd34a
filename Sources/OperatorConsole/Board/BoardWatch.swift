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
    private let journal: JournalReading
    private let unreadable: UnreadableBodies
    private let state = Mutex(State())
    private static let freshness = Duration.milliseconds(500)

    init(engine: EngineLoop, journal: JournalReading, unreadable: UnreadableBodies) {
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
        var sight: Sight?
        if let board = await engine.read({ BoardView($0) }) {
            sight = Sight(
                board: board, trees: await journal.trees(of: board.running), health: engine.state,
                unreadable: unreadable.newest, unreadableCount: unreadable.count)
        }
        keep(sight)
        return sight
    }

    private func keep(_ sight: Sight?) {
        state.withLock { state in
            state.underWay = nil
            if let sight { state.latest = (sight, .now) }
        }
    }
}
