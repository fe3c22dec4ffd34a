import NightEngine
import RunbookModel
import RunbookSteps
import ServiceHours
import SiteSettings
import Synchronization
import WebTransfer

/// Does what runs owe: makes the checks of rounds, reads how targets stand, acts, and hands out reports. What comes of it
/// goes to the engine.
final class RunDesk: RunPerformer {
    let questions: QuestionBoard
    private let facts: Mutex<RunSiteFacts>
    private let transfers: TransferEngine
    private let clock: RoundClock
    private let sessions: CloudSessions
    private let desk: CheckDesk
    private let letters: RunLetters
    private let dataFolder: String
    private let told: @Sendable (RunInput) async -> Void
    private let work = Mutex<[RunObligation: Task<Void, Never>]>([:])

    /// - Parameter told: hands in what came of an obligation; returns when it is durable.
    init(
        _ facts: RunSiteFacts, transfers: TransferEngine, sessions: CloudSessions, clock: any EngineClock,
        letters: RunLetters,
        told: @escaping @Sendable (RunInput) async -> Void
    ) {
        self.facts = Mutex(facts)
        self.transfers = transfers
        self.sessions = sessions
        self.letters = letters
        self.told = told
        dataFolder = facts.site.dataFolder
        let rounds = RoundClock(
            now: { clock.now() },
            // Other machines are no faster where our own clock is sped up for a demonstration.
            sleep: { try await Task.sleep(for: .microseconds($0.microseconds)) })
        self.clock = rounds
        desk = CheckDesk(clock: rounds)
        questions = QuestionBoard(now: rounds.now)
    }

    var today: RunSiteFacts { facts.withLock { $0 } }

    /// Takes what a reloaded site says. Runs under way keep what they began with, and what the contract lets them start
    /// counts as it is now.
    func change(_ facts: RunSiteFacts) {
        self.facts.withLock { $0 = facts }
    }

    func start(_ obligation: RunObligation, of run: Run) {
        // Begun under the lock, so that none can end before it is noted.
        work.withLock { running in
            running[obligation]?.cancel()
            running[obligation] = Task { [self] in
                await carryOut(obligation, run)
                work.withLock { $0[obligation] = nil }
            }
        }
    }

    func stop(_ obligation: RunObligation) {
        // An action that has left is not called back: what it did is found out by the proof.
        switch obligation {
        case .action, .report: break
        case .round, .standing: work.withLock { $0.removeValue(forKey: obligation) }?.cancel()
        }
    }

    /// Ends everything; what was under way is unclear, and the next start goes on from there.
    func stop() {
        let tasks = work.withLock { work in
            defer { work = [:] }
            return Array(work.values)
        }
        for task in tasks { task.cancel() }
    }

    private func carryOut(_ obligation: RunObligation, _ run: Run) async {
        switch obligation {
        case .round(let round): await look(round, run)
        case .standing(let step):
            guard let action = run.action(step) else { return }
            if let standing = await desk(action, run).standing(surroundings(run, step)) {
                await told(.standingRead(step, standing))
            }
        case .action(let step):
            guard let action = run.action(step) else { return }
            if let result = await desk(action, run).act(surroundings(run, step)) {
                await told(.actionEnded(step, result))
            }
        case .report(let id): letters.report(run, today) { [told] in Task { await told(.reported(id)) } }
        }
    }

    private func look(_ round: RoundID, _ run: Run) async {
        guard let begun = run.rounds.last(where: { $0.id == round }) else { return }
        let checks = run.checks(for: begun.purpose).map {
            RoundCheck($0, kinds: StepKinds.checks, parameters: run.order.parameters)
        }
        _ = await desk.run(checks, knowing: begun.results, surroundings(run, nil)) { [told] finding in
            await told(.checkEnded(round, finding.check, finding.result))
        }
    }

    private func desk(_ action: Runbook.Action, _ run: Run) -> ActionDesk {
        ActionDesk(action, kinds: StepKinds.actions, parameters: run.order.parameters, clock: clock)
    }

    private func surroundings(_ run: Run, _ step: StepID?) -> Surroundings {
        let facts = today
        var around = Surroundings(
            facts.settings(run.order.contract), transfers: transfers, sessions: sessions, clock: clock,
            dataFolder: dataFolder)
        if let step { around.reference = "nightcall-run-\(step.run)-\(step.place)" }
        around.notify = { [letters] notice in
            guard let step else { return .nobody }
            return await letters.send(notice, step, run, facts)
        }
        around.ask = { [questions] in await questions.ask($0, of: run.id) }
        return around
    }
}
