import CallTree
import Foundation
import RunbookModel
import RunbookSteps
import ServiceHours
import SiteSettings
import WebTransfer

/// A run that changes nothing: its checks and its guards are real, and in the place of the first action it ends.
struct PlanRun {
    private var board: RunBoard
    private(set) var events: [RecordedRunEvent] = []
    private let order: RunOrder
    private let desk: CheckDesk
    private let surroundings: Surroundings
    private let tell: (String) -> Void

    init(_ order: RunOrder, in site: Site, transfers: TransferEngine, tell: @escaping (String) -> Void) {
        self.order = order
        self.tell = tell
        let contract = site.contract(ContractID(order.contract))
        board = RunBoard(catalogue: StepKinds.catalogue)
        // Without a calendar the window counts as closed.
        board.calendars = contract.map { [order.contract: $0.contract.calendar] } ?? [:]
        let clock = RoundClock(
            now: { RealClock.now() }, sleep: { try await Task.sleep(for: .microseconds($0.microseconds)) })
        desk = CheckDesk(clock: clock)
        surroundings = Surroundings(
            contract?.runs, transfers: transfers, sessions: CloudSessions(), clock: clock,
            // The data of a site that was never served are not there yet.
            dataFolder: FileManager.default.fileExists(atPath: site.dataFolder) ? site.dataFolder : site.folder)
    }

    /// Goes on until the run has ended.
    mutating func play() async throws -> Run {
        take(.runOrdered(order))
        let id = RunID(1)
        while let run = board.runs[id], !run.isEnded {
            switch run.obligation {
            case .round(let round): await look(run, round)
            case .standing(let step):
                guard let standing = await standing(of: run, step) else { throw CancellationError() }
                take(.standingRead(step, standing))
            // A plan ends before any action.
            case .action, .report: preconditionFailure("a plan owes \(run.obligation as Any)")
            case nil:
                guard let due = run.deadline else { preconditionFailure("a run waits for nothing: \(run.phase)") }
                let span = due.since(RealClock.now())
                if span > .zero {
                    tell("next round in \(span.seconds + 1) s")
                    try await Task.sleep(for: .microseconds(span.microseconds))
                }
                take(.woke)
            }
        }
        guard let run = board.runs[id] else { preconditionFailure("the run has gone") }
        return run
    }

    private mutating func look(_ run: Run, _ round: RoundID) async {
        tell("round \(round.number): \(run.missing.count) checks")
        let checks = run.missing.map { RoundCheck($0, kinds: StepKinds.checks, parameters: order.parameters) }
        for finding in await desk.run(checks, surroundings) {
            take(.checkEnded(round, finding.check, finding.result))
        }
    }

    private func standing(of run: Run, _ step: StepID) async -> Standing? {
        guard let action = run.action(step) else { return nil }
        return await ActionDesk(action, kinds: StepKinds.actions, parameters: order.parameters, clock: desk.clock)
            .standing(surroundings)
    }

    private mutating func take(_ input: RunInput) {
        let now = RealClock.now()
        for event in board.decide(input, at: now) {
            board.apply(event, at: now)
            note(event, at: now)
        }
        var settled: [RunEvent] = []
        board.settle(at: now) { board, event in
            board.apply(event, at: now)
            settled.append(event)
        }
        for event in settled { note(event, at: now) }
    }

    private mutating func note(_ event: RunEvent, at now: Instant) {
        events.append(RecordedRunEvent(sequence: events.count + 1, at: now, event: event))
    }
}
