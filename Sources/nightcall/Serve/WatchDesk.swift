import NightEngine
import RunbookModel
import ServiceHours
import Synchronization

/// Keeps the daily watches of all contracts: orders the runs that are due, and the investigations that follow.
///
/// What was kept is known by the board, and so by the journal: a server that is started again repeats nothing, and makes up
/// for what was missed.
final class WatchDesk: Sendable {
    private struct Today {
        var facts: RunSiteFacts
        var watches: [DailyWatch]

        init(_ facts: RunSiteFacts) {
            self.facts = facts
            watches = facts.watches(said: { StandardError.print($0) })
        }
    }

    private let today: Mutex<Today>
    private let engine: EngineLoop
    private let clock: ServerClock

    init(_ facts: RunSiteFacts, engine: EngineLoop, clock: ServerClock) {
        today = Mutex(Today(facts))
        self.engine = engine
        self.clock = clock
    }

    /// Takes what a reloaded site says.
    func change(_ facts: RunSiteFacts) {
        let new = Today(facts)
        today.withLock { $0 = new }
    }

    /// Returns when its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: .seconds(10)))
            guard !Task.isCancelled else { return }
            let (facts, watches) = today.withLock { ($0.facts, $0.watches) }
            if !watches.isEmpty { await keep(watches, facts) }
        }
    }

    private func keep(_ watches: [DailyWatch], _ facts: RunSiteFacts) async {
        let now = clock.now()
        let needs = await engine.readRuns { board in watches.map { ($0, board.need(of: $0, at: now)) } } ?? []
        for case (let watch, let need?) in needs {
            let wish = RunWish(contract: watch.contract, target: watch.target.text, runbook: need.runbook.text)
            // One that cannot be made was told when the site was read.
            guard case .success(let order) = facts.order(wish, asker: .watch(need.watch)) else { continue }
            _ = await engine.submit(.runOrdered(order))
        }
    }
}
