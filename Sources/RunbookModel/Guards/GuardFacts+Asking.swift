import ServiceHours

extension GuardFacts {
    /// Every guard's answer, in order. What can only be told of the target itself is left out as long as it was not read.
    public func ask() -> [GuardAnswer] {
        GuardKind.allCases.filter { $0.concerns(action) }.compactMap { kind in
            switch kind {
            case .exclusion: exclusion()
            case .consent: consent()
            case .window: serviceWindow()
            case .clock: clock()
            case .stopSwitch: stopSwitch()
            case .maintenance: maintenance()
            case .confirmation: confirmation()
            case .signals: signals()
            case .freshness: freshness()
            case .targetBudget: targetBudget()
            case .contractBudget:
                budget(kind, order.terms.limits.perContract, ("契約全体", "the contract")) {
                    $0.contract == order.contract
                }
            case .actionBudget:
                budget(kind, order.terms.limits.perAction, ("同じ種類の処置", "this kind of action")) {
                    $0.action == action.name
                }
            case .wholeBudget: budget(kind, order.terms.limits.altogether, ("全契約", "the whole site")) { _ in true }
            case .monthlyNumber: monthlyNumber()
            case .coolDown: coolDown()
            case .commonCause: commonCause()
            case .lock: lock()
            case .approval: agreement()
            case .time: time()
            case .identity: sameThing()
            case .goal: goalIsOpen()
            }
        }
    }

    private func exclusion() -> GuardAnswer {
        guard let number = response.exclusion else {
            return GuardAnswer(.exclusion, passes: true, Words("対象外項目に当たりません。", "No exclusion covers it."))
        }
        let isAgreed = order.terms.agreedOptions.contains(number)
        return GuardAnswer(
            .exclusion, passes: isAgreed,
            isAgreed
                ? Words(
                    "[10](\(number))は契約の合意オプションです。", "Exclusion [10](\(number)) is an agreed option of the contract.")
                : Words(
                    "[10](\(number))により対象外のため、何も変更しません。",
                    "It falls under exclusion [10](\(number)); nothing is touched."))
    }

    private func consent() -> GuardAnswer {
        let date = now.japanTime.date
        let given = order.terms.consents.first { $0.allows(action, on: order.target.id, date: date) }
        guard let given else {
            return GuardAnswer(
                .consent, passes: false,
                Words(
                    "\(order.target.id)への\(action.name)について、\(date)に有効な同意がありません。",
                    "No consent for \(action.name) on \(order.target.id) is in force on \(date)."))
        }
        return GuardAnswer(
            .consent, passes: true,
            Words(
                "同意：\(given.by)、\(given.from)から\(given.through)まで。",
                "Consent by \(given.by), from \(given.from) through \(given.through)."))
    }

    private func serviceWindow() -> GuardAnswer {
        switch action.hours {
        case .always: GuardAnswer(.window, passes: true, Words("この作業は時間を問わず行います。", "This is done at any hour."))
        case .night: inWindow { ($0.state == .open, Words("", "")) }
        // Work by day is what the window's closed hours are: weekdays 9:00 to 17:00.
        case .day:
            inWindow {
                (
                    $0.reason == .weekdayDay,
                    Words("この作業は平日9時から17時までに行います。", "This is done on weekdays from 9:00 to 17:00. ")
                )
            }
        }
    }

    private func inWindow(_ judge: (WindowAnswer) -> (passes: Bool, lead: Words)) -> GuardAnswer {
        guard let window else {
            return GuardAnswer(
                .window, passes: false,
                Words("暦を評価できないため、対応時間外とみなします。", "The calendar cannot be evaluated and counts as closed."))
        }
        let (passes, lead) = judge(window)
        return GuardAnswer(
            .window, passes: passes,
            Words(
                lead.japanese + window.sentence(language: .japanese), lead.english + window.sentence(language: .english)
            ))
    }

    private func clock() -> GuardAnswer {
        GuardAnswer(
            .clock, passes: isClockTrusted,
            isClockTrusted
                ? Words("時計は正常です。", "The clock is right.")
                : Words("時計が信用できません。", "The clock cannot be right."))
    }

    private func stopSwitch() -> GuardAnswer {
        guard let stopped else {
            return GuardAnswer(.stopSwitch, passes: true, Words("全停止は入っていません。", "Nobody has stopped all actions."))
        }
        let at = stopped.at.japanTime.dateAndClock
        return GuardAnswer(
            .stopSwitch, passes: false,
            Words("\(stopped.by)が\(at)に全処置を停止しました。", "\(stopped.by) stopped all actions at \(at)."))
    }

    private func maintenance() -> GuardAnswer {
        let known = order.terms.maintenance + cloudWork
        guard let here = known.first(where: { $0.covers(order.target.id, at: now) }) else {
            return GuardAnswer(.maintenance, passes: true, Words("保守作業中ではありません。", "No maintenance is under way."))
        }
        let until = here.until.japanTime.dateAndClock
        return GuardAnswer(
            .maintenance, passes: false,
            Words("\(until)まで保守作業中です（\(here.reason)）。", "Maintenance until \(until): \(here.reason)."))
    }

    private func lock() -> GuardAnswer {
        // One at a time on a contract covers its targets and groups; a group may also reach over contracts.
        let holder = others.first { other in
            other.run != run
                && (other.contract == order.contract
                    || (other.target.group != nil && other.target.group == order.target.group))
        }
        guard let holder else {
            return GuardAnswer(.lock, passes: true, Words("ほかの処置は行われていません。", "Nothing else is being done."))
        }
        return GuardAnswer(
            .lock, passes: false,
            Words(
                "実行\(holder.run)が\(holder.target.title)を処置中です。",
                "Run \(holder.run) is acting on \(holder.target.title)."))
    }

    private func time() -> GuardAnswer {
        let end = began + order.terms.limits.wholeRun
        let until = end.japanTime.dateAndClock
        return GuardAnswer(
            .time, passes: now < end,
            Words("この実行の期限は\(until)です。", "This run's time is over at \(until)."))
    }
}
