public import CallTree
import NightEngine
import ServiceHours

/// Rehearses a scenario: the engine of a real night, in virtual time, with simulated people and lines.
///
///     let result = Drill.run(scenario, seed: 1)
///     print(result.transcript)
///
/// Nothing here can reach a real line. A drill ends when nothing is owed any more.
public struct Drill {
    /// With the routes of its contracts filled in.
    let scenario: Scenario
    let capacities: [LineID: LineCapacity]
    /// Chance for the digits that are spoken. The engine mixes it with each attempt, so one draw serves a whole drill,
    /// and a crash changes no digit.
    let draw: UInt64
    var step: EngineStep
    var world: SimulatedWorld
    var script: DrillScript
    var journal = DrillJournal()
    private var steps = 0

    /// - Parameters:
    ///   - capacities: how many calls each line takes; a line that is not named has no limit.
    ///   - stepLimit: a drill that goes on for so many steps is stopped, and has failed.
    public static func run(
        _ scenario: Scenario, seed: UInt64, capacities: [LineID: LineCapacity] = [:], stepLimit: Int = 2_000_000
    ) -> DrillResult {
        var drill = Drill(scenario, seed: seed, capacities: capacities)
        let isComplete = drill.run(stepLimit: stepLimit)
        drill.noteWhatDidNotHappen()
        return DrillResult(
            scenario: drill.scenario, seed: seed, journal: drill.journal, isComplete: isComplete,
            violations: drill.violations(isComplete: isComplete))
    }

    private init(_ scenario: Scenario, seed: UInt64, capacities: [LineID: LineCapacity]) {
        var scenario = scenario
        let lines = scenario.lines
        scenario.contracts = scenario.contracts.map { $0.diallingOver(lines) }
        self.scenario = scenario
        self.capacities = capacities
        var generator = SeededGenerator(seed: seed)
        draw = generator.next()
        step = EngineStep(board: Board(contracts: scenario.contracts, capacities: capacities))
        world = SimulatedWorld(answers: AnswerBook(seed: seed, answers: scenario.answers))
        script = DrillScript(scenario)
        script.schedule(in: &world)
    }

    /// Where the night was not by the book, seen from outside.
    private func violations(isComplete: Bool) -> [OutsideCheck.Violation] {
        var check = OutsideCheck(capacities: capacities, contracts: scenario.contracts)
        for event in journal.events { check.take(event) }
        if isComplete { check.finish() }
        return check.violations
    }

    /// False when the drill was stopped at the limit.
    private mutating func run(stepLimit: Int) -> Bool {
        while let now = nextInstant {
            steps += 1
            if steps > stepLimit { return false }
            guard let due = world.future.next, due <= now, let happening = world.takeNext() else {
                take([.woke], at: now)
                continue
            }
            happen(happening, at: now)
        }
        return true
    }

    /// When something happens or is due next. What the world does at an instant comes before what is due at it: a key in
    /// the last moment counts.
    private var nextInstant: Instant? {
        switch (world.future.next, step.board.nextDeadline) {
        case (let happening?, let deadline?): min(happening, deadline)
        case (let happening?, nil): happening
        case (nil, let deadline): deadline
        }
    }

    private mutating func happen(_ happening: Happening, at now: Instant) {
        switch happening {
        case .call(let slot, let serial, let moment):
            if let input = world.report(slot: slot, serial: serial, moment, at: now) { take([input], at: now) }
        case .mailArrives(let id): take([.mailDelivered(id)], at: now)
        case .bodyArrives(let index):
            let body = script.bodies[index]
            take([.alertsReceived(body.contract, body.alerts)], at: now)
        case .sourceRecovers(let index):
            let key = script.recoveries[index].dedupKey
            if let recovery = recovery(of: key) {
                take([recovery], at: now)
            } else {
                journal.note(.recoveryOfNothing(dedupKey: key), at: now)
            }
        case .operatorActs(let index): act(script.operatorActions[index], at: now)
        case .lineChanges(let index):
            let change = script.lineChanges[index]
            world.change(change.line, to: change.state)
            take([.lineReported(change.line, change.state)], at: now)
        case .engineCrashes: restart(at: now)
        }
    }

    /// Takes inputs, writes down what was decided, and only then lets the world obey.
    mutating func take(_ inputs: [Input], at now: Instant) {
        let (taken, inputs) = takeWithRecoveries(inputs, at: now)
        journal.append(taken.events, at: now)
        scheduleRecoveriesDuring(taken.events, at: now)
        if script.crashIsDue(after: journal.events.count) {
            restart(at: now)
            return
        }
        for (input, reply) in zip(inputs, taken.replies) {
            switch (input, reply) {
            case (.callReported(let id, _), .speech(let speech)), (.keyPressed(let id, _), .speech(let speech)):
                world.say(speech, in: id, at: now)
            case (.operatorAsked, .refused(let why)): journal.note(.operatorRefused(why: why), at: now)
            case (_, .done), (_, .alerts), (_, .speech), (_, .refused): break
            }
        }
        world.start(taken.started, board: step.board, at: now)
    }

    private mutating func act(_ action: Scenario.OperatorAction, at now: Instant) {
        guard let incident = newestIncident(of: action.dedupKey) else {
            journal.note(.operatorRefused(why: "no incident with the key \(action.dedupKey)"), at: now)
            return
        }
        switch action.deed {
        case .acknowledge: take([.operatorAsked(.acknowledge(incident.id, by: action.name))], at: now)
        case .cancel: take([.operatorAsked(.cancel(incident.id, by: action.name, reason: ""))], at: now)
        }
    }

    /// What the scenario has in store for attempts and events that never came is most likely a slip of its author.
    private mutating func noteWhatDidNotHappen() {
        let end = journal.events.last?.instant ?? scenario.start
        for index in (script.before + script.during).sorted() {
            journal.note(.recoveryDidNotCome(script.recoveries[index]), at: end)
        }
        for place in script.crashPlaces { journal.note(.crashDidNotCome(afterEvent: place), at: end) }
    }

    // MARK: Keys

    /// The newest incident on the board with this key, whatever its contract and source.
    private func newestIncident(of dedupKey: String) -> Incident? {
        step.board.incidents.values.filter { $0.key.dedupKey == dedupKey }.max { $0.id < $1.id }
    }

    func recovery(of dedupKey: String) -> Input? {
        newestIncident(of: dedupKey).map { incident in
            let alert = Alert(source: incident.key.source, dedupKey: dedupKey, status: .resolved)
            return .alertsReceived(incident.contract, [alert])
        }
    }
}

extension Scenario {
    /// The lines that the scenario names, in its order; one called `sim` when it names none.
    fileprivate var lines: [LineID] {
        var lines: [LineID] = []
        for change in lineChanges where !lines.contains(change.line) { lines.append(change.line) }
        return lines.isEmpty ? [LineID("sim")] : lines
    }
}

extension Contract {
    /// A contract that names no routes dials over all lines of the scenario.
    fileprivate func diallingOver(_ lines: [LineID]) -> Contract {
        guard terms.calls.routes.isEmpty else { return self }
        var calls = terms.calls
        calls.routes = lines
        let terms = CallTerms(
            id: terms.id, customer: terms.customer, kana: terms.kana, contacts: terms.contacts, calls: calls,
            mail: terms.mail)
        return Contract(terms: terms, calendar: calendar, designated: designated)
    }
}
