public import ServiceHours

extension RunBoard {
    /// Finds what follows from the state, one event at a time, until nothing does.
    ///
    /// - Parameter commit: makes the event part of the batch and applies it.
    public mutating func settle(at now: Instant, _ commit: (inout RunBoard, RunEvent) -> Void) {
        for (id, run) in runs where run.deadline.map({ $0 <= now }) ?? false { touched.insert(id) }
        while let id = touched.min() {
            touched.remove(id)
            while let run = runs[id], let event = next(for: run, at: now) {
                commit(&self, event)
                touched.remove(id)
            }
        }
    }

    private func next(for run: Run, at now: Instant) -> RunEvent? {
        switch run.phase {
        case .checking:
            guard let round = run.rounds.last, run.missing.isEmpty else { return nil }
            return .roundEnded(round.id)
        case .judging: return judgement(of: run)
        case .waiting(.deciding, let until): return until <= now ? nextRound(of: run, .deciding) : nil
        case .waiting(.proving, let until): return proof(of: run, waitingUntil: until, at: now)
        case .guarding(let step): return guards(of: run, in: step, at: now)
        case .refusing(let step, let kinds, let standing): return refusal(of: run, step, kinds, standing, at: now)
        case .awaitingApproval(let until): return until <= now ? .ended(run.id, .refused) : nil
        case .sending(let step, let standing):
            guard let facts = facts(of: run, for: step, standing: standing, at: now) else {
                return .ended(run.id, .handedOver)
            }
            return .guardsAsked(step, facts.ask())
        case .cleared(let step):
            return run.order.extent == .plan ? .ended(run.id, .planned) : .actionIntended(step)
        case .reading, .acting, .rereading: return nil
        case .ended:
            guard let due = run.deadline, due <= now else { return nil }
            return run.joined.isEmpty ? .forgotten(run.id) : .alertsReleased(run.id)
        }
    }

    private func nextRound(of run: Run, _ purpose: RoundPurpose) -> RunEvent {
        .roundBegan(RoundID(run: run.id, number: run.rounds.count + 1), purpose)
    }

    private func judgement(of run: Run) -> RunEvent? {
        guard let round = run.rounds.last else { return nil }
        switch round.purpose {
        case .deciding:
            return .decided(round.id, row: run.order.runbook.decide(Findings(round.results))?.number ?? 0)
        case .proving:
            // Warnings, unknown and skipped are no proof.
            let checks = run.checks(for: .proving)
            let isGood = !checks.isEmpty && checks.allSatisfy { round.results[$0.id]?.verdict == .normal }
            return .proved(round.id, isGood: isGood && isNewer(round, run))
        }
    }

    /// Whether what must lie behind the action does: a machine that answers, and was not started anew, was not restarted.
    private func isNewer(_ round: Run.Round, _ run: Run) -> Bool {
        guard let sent = run.sent else { return true }
        return (run.order.runbook.verification?.newer ?? []).allSatisfy { value in
            let read = round.results[value.check]?.readings.first { $0.name == value.name }
            return read.flatMap { Instant(read: $0.value) }.map { $0 > sent } ?? false
        }
    }

    // Guards

    private func guards(of run: Run, in step: StepID, at now: Instant) -> RunEvent? {
        guard let response = run.response, run.order.extent != .check else { return .ended(run.id, .reported) }
        guard let facts = facts(of: run, for: gate(of: step), standing: nil, at: now) else {
            return .ended(run.id, .handedOver)
        }
        if facts.action.restsOnFindings, !run.hasActed, let last = run.confirmations.last,
            run.confirmations.count < response.guards.rounds
        {
            // Seen again before anything is changed.
            let due = last + response.guards.apart
            if due < run.workBegan + run.order.terms.limits.wholeRun { return .roundDue(run.id, .deciding, at: due) }
        }
        return .guardsAsked(step, facts.ask())
    }

    private func refusal(
        of run: Run, _ step: StepID, _ kinds: [GuardKind], _ standing: Standing?, at now: Instant
    ) -> RunEvent {
        let limits = run.order.terms.limits
        if kinds == [.goal], let standing, standing.goal == .reached {
            return .actionEnded(
                step, ActionResult(course: .needless, sentence: standing.sentence, evidence: standing.evidence))
        }
        // What was done before is proven, and the rest is handed over.
        if run.hasActed { return .roundDue(run.id, .proving, at: now) }
        if run.order.extent == .plan { return .ended(run.id, .planned) }
        if kinds == [.freshness], run.refreshed < 3 { return .roundDue(run.id, .deciding, at: now) }
        if kinds == [.approval], run.approval == nil {
            return .approvalAsked(run.id, until: min(now + limits.approvalWithin, run.workBegan + limits.wholeRun))
        }
        return .ended(run.id, .refused)
    }

    // Proof

    private func proof(of run: Run, waitingUntil until: Instant, at now: Instant) -> RunEvent? {
        guard run.hasActed else { return .ended(run.id, run.failed == nil ? .reported : .handedOver) }
        // The one action was surely not done: there is nothing to prove.
        guard let acted = run.acted, let verification = run.order.runbook.verification else {
            return .ended(run.id, .handedOver)
        }
        // What follows a failed proof is no recovery, however long it took.
        if run.isUnproven { return .ended(run.id, .notRecovered) }
        if run.goodRounds >= verification.rounds { return .ended(run.id, .recovered) }
        let deadline = acted + verification.deadline
        if now >= deadline { return run.otherwise == nil ? .ended(run.id, .notRecovered) : .proofFailed(run.id) }
        let last = run.rounds.last { $0.purpose == .proving }?.ended
        let due = min(last.map { $0 + verification.every } ?? acted + verification.from, deadline)
        if due <= now { return nextRound(of: run, .proving) }
        return due == until ? nil : .roundDue(run.id, .proving, at: due)
    }
}
