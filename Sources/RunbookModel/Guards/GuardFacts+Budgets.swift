import ServiceHours

/// How often something was done already, and who has agreed.
extension GuardFacts {
    func targetBudget() -> GuardAnswer {
        let budgets = response.guards.budget
        for budget in budgets {
            let count = ledger.runs(within: budget.within, at: now, but: run) {
                $0.contract == order.contract && $0.target == order.target.id && $0.action == action.name
            }
            if count >= budget.times { return answer(.targetBudget, budget, count, ("この対象", "this target")) }
        }
        return GuardAnswer(
            .targetBudget, passes: true, Words("この対象への回数は上限内です。", "This target's budgets are not used up."))
    }

    func budget(
        _ kind: GuardKind, _ budget: Runbook.Budget, _ whose: (String, String),
        where isCounted: (ActionLedger.Entry) -> Bool
    ) -> GuardAnswer {
        let count = ledger.runs(within: budget.within, at: now, but: run, where: isCounted)
        return answer(kind, budget, count, whose)
    }

    private func answer(
        _ kind: GuardKind, _ budget: Runbook.Budget, _ count: Int, _ whose: (String, String)
    ) -> GuardAnswer {
        let hours = budget.within.seconds / 3_600
        return GuardAnswer(
            kind, passes: count < budget.times,
            Words(
                "\(whose.0)：過去\(hours)時間に\(count)回（上限\(budget.times)回）。",
                "\(whose.1): \(count) times within \(hours) h, of \(budget.times) at most."))
    }

    /// Nil for kinds of which the terms set no number.
    func monthlyNumber() -> GuardAnswer? {
        guard let limit = action.perMonth else { return nil }
        let month = now.japanTime.date
        let count = ledger.runs(within: ActionLedger.keeping, at: now, but: run) { entry in
            let date = entry.at.japanTime.date
            return entry.contract == order.contract && entry.action == action.name
                && (date.year, date.month) == (month.year, month.month)
        }
        return GuardAnswer(
            .monthlyNumber, passes: count < limit,
            Words(
                "今月の\(action.title.japanese)：\(count)回（月\(limit)回まで）。",
                "\(action.title.english) this month: \(count), of \(limit) at most."))
    }

    func coolDown() -> GuardAnswer {
        let limit = order.terms.limits.coolDown
        guard let last = ledger.lastProof(of: order.target.id, contract: order.contract, but: run) else {
            return GuardAnswer(.coolDown, passes: true, Words("直前の復旧はありません。", "It was not recovered just before."))
        }
        let at = last.japanTime.dateAndClock
        return GuardAnswer(
            .coolDown, passes: now.since(last) >= limit,
            Words(
                "前回の復旧は\(at)です（\(limit.seconds / 60)分空けます）。",
                "Last recovered at \(at); \(limit.seconds / 60) min are kept."))
    }

    /// An action that may lose data always needs a second person.
    var needsApproval: Bool { response.guards.secondPerson || action.effect == .destructive }

    func agreement() -> GuardAnswer {
        guard needsApproval else {
            return GuardAnswer(.approval, passes: true, Words("二人目の承認は不要です。", "No second person is needed."))
        }
        guard let approval else {
            return GuardAnswer(.approval, passes: false, Words("二人目の承認がありません。", "No second person has agreed."))
        }
        if approval.plan != plan {
            return GuardAnswer(
                .approval, passes: false, Words("承認は別の計画に対するものです。", "The agreement is to another plan."))
        }
        if approval.by == order.askerName {
            return GuardAnswer(
                .approval, passes: false, Words("依頼者本人は承認できません。", "Who asked cannot be the second person."))
        }
        let until = approval.until.japanTime.dateAndClock
        return GuardAnswer(
            .approval, passes: now < approval.until,
            Words("\(approval.by)が承認しました（\(until)まで有効）。", "\(approval.by) has agreed, until \(until)."))
    }
}
