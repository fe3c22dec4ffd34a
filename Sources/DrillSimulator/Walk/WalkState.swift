import CallTree
import NightEngine
import ServiceHours

/// A state of the walk: the real step, the instant, the outside check, and what a journal would have kept open.
struct WalkState: Sendable {
    var step: EngineStep
    var instant: Instant
    var check: OutsideCheck
    /// The events of open subjects, in order: what a restart folds.
    var kept: [RecordedEvent] = []
    var sequence = 0
    /// The highest numbers given out, which a journal knows from its index.
    var highest = Board.Counters()
    var downLines: [LineID] = []
    var clockSteps = 0
    var crashes = 0

    init(plan: WalkPlan) {
        step = EngineStep(board: Board(contracts: plan.contracts, capacities: plan.capacities))
        instant = plan.start
        check = OutsideCheck(capacities: plan.capacities, contracts: plan.contracts)
    }

    var board: Board { step.board }

    /// Every call that is under way, by escalation.
    var calls: [(escalation: Escalation, call: Call)] {
        board.escalations.keys.sorted().compactMap { id in
            guard let escalation = board.escalations[id], case .calling(let call) = escalation.attempt?.state else {
                return nil
            }
            return (escalation, call)
        }
    }

    /// Incidents without an end, in order.
    var openIncidents: [Incident] {
        board.incidents.values.filter { $0.end == nil }.sorted { $0.id < $1.id }
    }

    /// Nothing is going on: every incident has its end, and nothing is owed.
    var isAtRest: Bool {
        board.obligations.isEmpty && board.incidents.values.allSatisfy { $0.end != nil }
    }

    /// The state after a move. The shell's part is played at once: owed mails are delivered.
    func after(_ move: WalkMove, _ plan: WalkPlan) -> (state: WalkState, events: [Event]) {
        var next = self
        var events: [Event] = []
        switch move {
        case .body(let said): next.take(bodies(said, plan), &events)
        case .report(let id, let report): next.take([.callReported(id, report)], &events)
        case .key(let id, let key): next.take([.keyPressed(id, key)], &events)
        case .acknowledge(let id): next.take([.operatorAsked(.acknowledge(id, by: "operator"))], &events)
        case .cancel(let id): next.take([.operatorAsked(.cancel(id, by: "operator", reason: "drill"))], &events)
        case .hangUp(let id): next.take([.operatorAsked(.hangUp(id, by: "operator"))], &events)
        case .line(let id, let state):
            next.downLines.removeAll { $0 == id }
            if state == .down { next.downLines.append(id) }
            next.take([.lineReported(id, state)], &events)
        case .wait(_, let until):
            next.instant = until
            next.take([.woke], &events)
        case .clockJudged(let trusted): next.take([.clockJudged(trusted: trusted)], &events)
        case .clockStep(let span):
            next.clockSteps += 1
            next.instant = instant + span
            next.take([.clockStepped(by: span)], &events)
        case .crash:
            next.crashes += 1
            next.step = restarted(plan)
            // The shell judges the clock anew and looks at once at what is due.
            next.take([.clockJudged(trusted: board.clockTrusted), .woke], &events)
        }
        next.playShell(&events)
        return (next, events)
    }

    /// A new step over a board that was folded from the open events, as after a crash.
    func restarted(_ plan: WalkPlan) -> EngineStep {
        var board = Board(contracts: plan.contracts, capacities: plan.capacities)
        for event in kept { board.restore(event) }
        board.finishRestoring(highest: highest)
        var step = EngineStep(board: board)
        _ = step.startOver(hearingLinesUntil: instant)
        return step
    }

    private mutating func playShell(_ events: inout [Event]) {
        let mails = board.mails.keys.sorted().map { Input.mailDelivered($0) }
        if !mails.isEmpty { take(mails, &events) }
    }

    private mutating func take(_ inputs: [Input], _ events: inout [Event]) {
        let taken = step.take(inputs, at: instant, draw: 0)
        for event in taken.events { record(event) }
        events.append(contentsOf: taken.events)
    }

    private mutating func record(_ event: Event) {
        sequence += 1
        let recorded = RecordedEvent(sequence: sequence, instant: instant, event: event)
        check.take(recorded)
        switch event {
        case .incidentOpened(let id, _, _, _): highest.incident = id.number
        case .escalationStarted(let id, _, _, _): highest.escalation = id.number
        case .mailOwed(let id, _): highest.mail = id.number
        case .alarmRaised(let id, _): highest.alarm = id.number
        default: break
        }
        guard let subject = event.subject else { return }
        switch event.standing {
        case .opens, .continues: kept.append(recorded)
        case .closes: kept.removeAll { $0.event.subject == subject }
        }
    }

    private func bodies(_ said: [WalkMove.Said], _ plan: WalkPlan) -> [Input] {
        var contracts: [ContractID] = []
        var alerts: [ContractID: [Alert]] = [:]
        for item in said where plan.troubles.indices.contains(item.trouble) {
            let trouble = plan.troubles[item.trouble]
            if alerts[trouble.contract] == nil { contracts.append(trouble.contract) }
            alerts[trouble.contract, default: []].append(
                Alert(
                    source: WalkPlan.source, dedupKey: trouble.dedupKey, status: item.status,
                    severity: trouble.severity))
        }
        return contracts.map { .alertsReceived($0, alerts[$0] ?? []) }
    }

    // MARK: Instants

    /// The next instant at which the board decides something by itself; deadlines that were overtaken are passed over.
    func nextDecision() -> Instant? {
        var probe = step
        while let deadline = probe.board.nextDeadline {
            let next = max(deadline, instant)
            if !probe.take([.woke], at: next, draw: 0).events.isEmpty { return next }
        }
        return nil
    }

    func nextWindowChange(_ plan: WalkPlan) -> Instant? {
        plan.contracts.compactMap { contract -> Instant? in
            guard case .success(let answer) = contract.calendar.answer(at: instant) else { return nil }
            return answer.state == .open ? answer.nextClosing : answer.nextOpening
        }.min()
    }

    func nextFreeKey(_ plan: WalkPlan) -> Instant? {
        board.incidents.values.compactMap { incident -> Instant? in
            guard incident.end != nil, let free = WalkState.keyFree(incident, plan), free > instant else { return nil }
            return free
        }.min()
    }

    /// When the key of an ended incident is free again, by the rule and not by the board.
    static func keyFree(_ incident: Incident, _ plan: WalkPlan) -> Instant? {
        guard let end = incident.end,
            let policy = plan.contracts.first(where: { $0.id == incident.contract })?.terms.calls
        else { return nil }
        if end == .cancelled { return Instant(microseconds: .min) }
        let quiet = incident.lastHeard + policy.quietLimit
        return incident.recoveredAt.map { min($0 + policy.holdOff, quiet) } ?? quiet
    }
}

extension WalkPlan {
    /// The source that all alerts of a walk come from.
    static let source = SourceID("prom")
}
