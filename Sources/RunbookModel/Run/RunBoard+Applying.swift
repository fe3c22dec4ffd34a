public import ServiceHours

extension RunBoard {
    /// Changes the state; decides nothing.
    public mutating func apply(_ event: RunEvent, at instant: Instant) {
        if let id = event.run { touched.insert(id) }
        switch event {
        case .started(let id, let order):
            lastRun = max(lastRun, id.number)
            runs[id] = Run(id: id, order: order, began: instant)
        case .roundBegan(let round, let purpose):
            change(round.run) { run in
                run.rounds.append(Run.Round(id: round, purpose: purpose, began: instant))
                run.phase = .checking
            }
        case .checkEnded(let round, let check, let result):
            change(round.run) { run in
                guard let last = run.rounds.indices.last, run.rounds[last].id == round else { return }
                run.rounds[last].results[check] = result
            }
        case .roundEnded(let round):
            change(round.run) { run in
                guard let last = run.rounds.indices.last, run.rounds[last].id == round else { return }
                run.rounds[last].ended = instant
                run.phase = .judging
            }
        case .decided(let round, let row): applyDecision(round, row, at: instant)
        case .proved(let round, let isGood):
            change(round.run) { run in
                run.goodRounds = isGood ? run.goodRounds + 1 : 0
                run.phase = .waiting(.proving, until: instant)
            }
        case .proofFailed(let id):
            change(id) { run in
                run.nextPlace = run.actions.count + 1
                run.isUnproven = true
                run.phase = .guarding(StepID(run: id, place: run.nextPlace))
            }
        case .roundDue(let id, let purpose, let at): applyDue(id, purpose, at)
        case .approvalAsked(let id, let until): change(id) { $0.phase = .awaitingApproval(until: until) }
        case .approved(let id, let name, let until):
            change(id) { run in
                guard let response = run.response else { return }
                let plan = Plan(run.order, response: response)
                run.approval = Approval(by: name, plan: plan, at: instant, until: until)
                run.phase = .guarding(StepID(run: id, place: run.nextPlace))
            }
        case .guardsAsked(let step, let answers): applyGuards(step, answers)
        case .standingRead(let step, let standing): applyStanding(step, standing, at: instant)
        case .actionIntended(let step): applyIntent(step, at: instant)
        case .actionEnded(let step, let result): applyEnd(of: step, result.course, at: instant)
        case .actionUnclear(let step): change(step.run) { $0.phase = .rereading(step) }
        case .ended(let id, let end):
            change(id) { run in
                run.phase = .ended(end)
                run.endedAt = instant
            }
            if end == .recovered { ledger.prove(id, at: instant) }
        case .ticketNoted(let step, let ticket, _): change(step.run) { $0.tickets[step.place] = ticket }
        case .alertJoined(let id, let alert): change(id) { $0.joined.append(alert) }
        case .alertSettled(let id, let key): change(id) { run in run.joined.removeAll { $0.key == key } }
        case .alertsReleased(let id): change(id) { $0.joined = [] }
        case .reported(let id): change(id) { $0.isReported = true }
        case .forgotten(let id):
            runs[id] = nil
            touched.remove(id)
        case .allStopped(let name): stopped = GuardFacts.Stop(by: name, at: instant)
        case .allReleased: stopped = nil
        }
    }

    private mutating func change(_ id: RunID, _ body: (inout Run) -> Void) {
        guard var run = runs[id] else { return }
        body(&run)
        runs[id] = run
    }

    private mutating func applyDecision(_ round: RoundID, _ row: Int, at instant: Instant) {
        change(round.run) { run in
            let before = run.rule?.response
            run.row = row
            // Another response begins its own count of rounds.
            if run.rule?.response != before {
                run.confirmations = []
                run.nextPlace = 1
            }
            if let response = run.response {
                // A round made again only because the last one had become old confirms nothing more.
                let isApart = run.confirmations.last.map { instant.since($0) >= response.guards.apart } ?? true
                if isApart { run.confirmations.append(instant) }
            }
            run.phase = .guarding(StepID(run: round.run, place: run.nextPlace))
        }
        guard let run = runs[round.run] else { return }
        let here = (run.order.contract, run.order.target.id)
        abnormal.removeAll { ($0.contract, $0.target) == here }
        if run.conclusion == .abnormal { abnormal.append(Seen(contract: here.0, target: here.1, at: instant)) }
    }

    private mutating func applyDue(_ id: RunID, _ purpose: RoundPurpose, _ at: Instant) {
        change(id) { run in
            if case .refusing(let step, _, _) = run.phase {
                switch purpose {
                case .deciding: run.refreshed += 1
                case .proving: run.failed = step
                }
            }
            run.phase = .waiting(purpose, until: at)
        }
    }

    private mutating func applyGuards(_ step: StepID, _ answers: [GuardAnswer]) {
        // A plan ends in front of the action that changes something, and looks at it as a run does.
        let next = runs[step.run]?.order.extent == .plan ? gate(of: step) : step
        let isRead = changesTarget(next)
        change(step.run) { run in
            let refused = answers.filter { !$0.passes }.map(\.kind)
            run.refusedBy = refused
            switch run.phase {
            case .guarding:
                run.phase =
                    refused.isEmpty ? (isRead ? .reading(next) : .cleared(step)) : .refusing(step, refused, nil)
            case .sending(_, let standing):
                run.phase = refused.isEmpty ? .cleared(step) : .refusing(step, refused, standing)
            case .checking, .judging, .waiting, .awaitingApproval, .refusing, .reading, .cleared, .acting, .rereading,
                .ended:
                break
            }
        }
    }

    private mutating func applyStanding(_ step: StepID, _ standing: Standing, at instant: Instant) {
        change(step.run) { run in
            switch run.phase {
            case .reading:
                if !run.hasActed, run.identity == nil { run.identity = standing.identity }
                run.phase = .sending(step, standing)
            // Whatever it is now: nothing is sent again, and the proof tells.
            case .rereading: Self.goOn(&run, after: step, at: instant)
            case .checking, .judging, .waiting, .guarding, .awaitingApproval, .refusing, .sending, .cleared, .acting,
                .ended:
                break
            }
        }
    }

    /// A kind that the catalogue no longer knows is taken for the gravest.
    func changesTarget(_ step: StepID) -> Bool {
        guard let action = runs[step.run]?.action(step) else { return true }
        return catalogue.action(action.use)?.effect.changesTarget ?? true
    }

    private mutating func applyIntent(_ step: StepID, at instant: Instant) {
        guard let run = runs[step.run], let action = run.action(step) else { return }
        let changes = changesTarget(step)
        if changes {
            ledger.tidy(at: instant)
            ledger.intend(
                step, contract: run.order.contract, target: run.order.target.id, action: action.use, at: instant)
        }
        change(step.run) { run in
            run.hasActed = run.hasActed || changes
            if changes, run.sent == nil { run.sent = instant }
            run.phase = .acting(step)
        }
    }

    private mutating func applyEnd(of step: StepID, _ course: ActionResult.Course, at instant: Instant) {
        let announced = course == .done ? announcement(of: step) : nil
        change(step.run) { run in
            if let announced { run.announcedUntil = max(run.announcedUntil ?? instant, instant + announced) }
            switch course {
            case .done, .needless: Self.goOn(&run, after: step, at: instant)
            case .unclear: run.phase = .rereading(step)
            // It ends here, or is proven all the same when an action before it may have changed something.
            case .notDone:
                run.failed = step
                run.phase = .waiting(.proving, until: instant)
            }
        }
    }

    /// For how long the step announces alerts of the target.
    private func announcement(of step: StepID) -> Span? {
        guard let action = runs[step.run]?.action(step), let key = catalogue.action(action.use)?.announces,
            case .span(let span) = action.with[key]
        else { return nil }
        return span
    }

    private static func goOn(_ run: inout Run, after step: StepID, at instant: Instant) {
        run.acted = instant
        run.nextPlace = step.place + 1
        let next = StepID(run: step.run, place: run.nextPlace)
        run.phase = run.action(next) == nil ? .waiting(.proving, until: instant) : .guarding(next)
    }
}

extension RunEvent {
    /// The run that it is about; nil for the site as a whole.
    public var run: RunID? {
        switch self {
        case .started(let id, _), .roundDue(let id, _, _), .approvalAsked(let id, _), .approved(let id, _, _),
            .ended(let id, _), .forgotten(let id), .reported(let id), .alertJoined(let id, _), .alertSettled(let id, _),
            .alertsReleased(let id), .proofFailed(let id):
            id
        case .roundBegan(let round, _), .checkEnded(let round, _, _), .roundEnded(let round), .decided(let round, _),
            .proved(let round, _):
            round.run
        case .guardsAsked(let step, _), .standingRead(let step, _), .actionIntended(let step),
            .actionEnded(let step, _), .actionUnclear(let step), .ticketNoted(let step, _, _):
            step.run
        case .allStopped, .allReleased: nil
        }
    }
}
