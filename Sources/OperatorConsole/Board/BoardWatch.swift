internal import CallTree
internal import NightEngine
internal import Reports
internal import RunbookModel
internal import Synchronization

/// The board as it was less than a moment ago, shared by everybody who looks: however many pages are open, the engine and
/// the journal are asked once in half a second.
final class BoardWatch: Sendable {
    /// Everything a page shows that moves.
    struct Sight: Sendable {
        /// Counts the looks, so that what is made of one need not be made again.
        let number: Int
        let board: BoardView
        /// What runs beside the calls have found and done, by the numbers of their incidents.
        let findings: [Int: Words]
        /// The running escalations with the attempts they have made, in the order of the board.
        let trees: [EscalationReport]
        let health: EngineHealth
        let unreadable: [UnreadableBodies.Kept]
        let unreadableCount: Int
    }

    private struct State {
        var latest: (sight: Sight, taken: ContinuousClock.Instant)?
        var underWay: Task<Sight?, Never>?
        var looks = 0
    }

    private let engine: EngineLoop
    private let trees: RunningTrees
    private let unreadable: UnreadableBodies
    private let state = Mutex(State())
    private static let freshness = Duration.milliseconds(500)

    init(engine: EngineLoop, journal: JournalReading, unreadable: UnreadableBodies) {
        self.engine = engine
        trees = RunningTrees(journal)
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
        // Asked before the board is: what happens meanwhile is then read once more, never once too little.
        let eventCount = engine.state.events
        if let board = await engine.read({ BoardView($0) }) {
            let trees = await trees.trees(of: board.running, eventCount: eventCount)
            let findings = await engine.readRuns { $0.findings } ?? [:]
            sight = Sight(
                number: state.withLock { $0.looks } + 1, board: board, findings: findings, trees: trees,
                health: engine.state,
                unreadable: unreadable.newest, unreadableCount: unreadable.count)
        }
        keep(sight)
        return sight
    }

    private func keep(_ sight: Sight?) {
        state.withLock { state in
            state.underWay = nil
            guard let sight else { return }
            state.latest = (sight, .now)
            state.looks = sight.number
        }
    }
}
