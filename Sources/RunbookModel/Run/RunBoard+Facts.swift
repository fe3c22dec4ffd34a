import ServiceHours

extension RunBoard {
    /// The action whose guards are asked in front of a step: before anything was changed it is the first one from there on
    /// that changes the target. Nobody is told of a restart, and no alert is announced, that a guard then refuses.
    public func gate(of step: StepID) -> StepID {
        guard let run = runs[step.run], !run.hasActed, let count = run.response?.actions.count, step.place >= 1 else {
            return step
        }
        let rest = stride(from: step.place, through: count, by: 1).map { StepID(run: step.run, place: $0) }
        return rest.first(where: changesTarget) ?? step
    }

    /// What the guards in front of an action look at; nil when the catalogue no longer knows the action.
    func facts(of run: Run, for step: StepID, standing: Standing?, at now: Instant) -> GuardFacts? {
        guard let response = run.response(of: step), let action = run.action(step),
            let kind = catalogue.action(action.use)
        else {
            return nil
        }
        var facts = GuardFacts(
            now: now, run: run.id, order: run.order, response: response, action: kind, began: run.workBegan,
            plan: Plan(run.order, response: response))
        facts.window = try? calendars[run.order.contract]?.answer(at: now).get()
        facts.isClockTrusted = isClockTrusted
        facts.stopped = stopped
        facts.cloudWork = cloudWork[run.order.contract] ?? []
        facts.confirmations = run.confirmations
        let results = run.rounds.last { $0.purpose == .deciding }?.results ?? [:]
        for check in run.order.runbook.checks where results[check.id]?.verdict == .abnormal {
            if let signal = catalogue.check(check.use)?.signal { facts.abnormalSignals.insert(signal) }
        }
        facts.oldestObservation = results.values.map { $0.evidence.sourceTime ?? $0.evidence.readAt }.min()
        facts.ledger = ledger
        let since = now - run.order.terms.limits.commonCauseWithin
        facts.abnormalTargets =
            abnormal.filter { $0.contract == run.order.contract && $0.at >= since }.map(\.target)
        facts.others = runs.keys.sorted().compactMap { id in
            guard let other = runs[id], id != run.id, other.isActing else { return nil }
            return GuardFacts.Acting(run: id, contract: other.order.contract, target: other.order.target)
        }
        facts.approval = run.approval
        facts.identity = run.identity
        facts.standing = standing
        return facts
    }
}

extension Findings {
    /// What the results of one round say.
    public init(_ results: [CheckID: CheckResult]) {
        self.init()
        for (id, result) in results {
            verdicts[id] = result.verdict
            for reading in result.readings { values[ValueName(check: id, name: reading.name)] = reading.value }
        }
    }
}
