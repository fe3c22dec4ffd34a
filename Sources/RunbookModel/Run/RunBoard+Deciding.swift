public import ServiceHours

extension RunBoard {
    /// What an input leads to. A late or repeated report leads to nothing: after a restart a step may end twice.
    public func decide(_ input: RunInput, at now: Instant) -> [RunEvent] {
        switch input {
        case .runOrdered(let order):
            let id = RunID(lastRun + 1)
            let window = try? calendars[order.contract]?.answer(at: now).get()
            let began = RunEvent.started(id, order.taken(in: window, calendars[order.contract]))
            if let opening = window.flatMap({ openingWaited(by: order, $0) }) {
                return [began, .roundDue(id, .deciding, at: opening)]
            }
            return [began, .roundBegan(RoundID(run: id, number: 1), .deciding)]
        case .checkEnded(let round, let check, let result):
            guard let run = runs[round.run], run.phase == .checking, run.rounds.last?.id == round,
                run.missing.contains(where: { $0.id == check })
            else { return [] }
            return [.checkEnded(round, check, result)]
        case .standingRead(let step, let standing):
            guard let run = runs[step.run] else { return [] }
            return run.phase == .reading(step) || run.phase == .rereading(step) ? [.standingRead(step, standing)] : []
        case .actionEnded(let step, let result):
            return runs[step.run]?.phase == .acting(step) ? [.actionEnded(step, result)] : []
        case .approved(let id, let name):
            guard let run = runs[id], case .awaitingApproval(let until) = run.phase, now < until else { return [] }
            return [.approved(id, by: name, until: now + run.order.terms.limits.approvalWithin)]
        case .cancelled(let id):
            // What has left cannot be taken back: a run that acts goes on to its proof.
            guard let run = runs[id], !run.isEnded, !run.isActing else { return [] }
            return [.ended(id, .cancelled)]
        case .ticketNoted(let step, let ticket, let name):
            guard let run = runs[step.run], run.action(step) != nil, run.tickets[step.place] == nil else { return [] }
            return [.ticketNoted(step, ticket: ticket, by: name)]
        case .reported(let id):
            guard let run = runs[id], run.isEnded, !run.isReported else { return [] }
            return [.reported(id)]
        case .allStopped(let name): return stopped == nil ? [.allStopped(by: name)] : []
        case .allReleased(let name): return stopped == nil ? [] : [.allReleased(by: name)]
        case .woke: return []
        }
    }

    /// A customer's request is taken in at any hour and worked in the window (R5). The operator may look at any time, and
    /// what is due is done when it is: what changes something has the window in front of it anyhow.
    private func openingWaited(by order: RunOrder, _ window: WindowAnswer) -> Instant? {
        switch order.asker {
        case .operator, .watch: return nil
        case .customer, .alert: break
        }
        switch order.runbook.hours(catalogue) {
        case .night: return window.state == .closed ? window.nextOpening : nil
        // The window closes when the weekday's work begins.
        case .day: return window.state == .open ? window.nextClosing : nil
        case .always: return nil
        }
    }
}
