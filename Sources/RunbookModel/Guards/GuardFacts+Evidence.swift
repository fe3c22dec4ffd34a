import ServiceHours

/// What the decision rests on.
extension GuardFacts {
    func confirmation() -> GuardAnswer {
        let guards = response.guards
        let apart = zip(confirmations, confirmations.dropFirst()).allSatisfy { $1.since($0) >= guards.apart }
        return GuardAnswer(
            .confirmation, passes: confirmations.count >= guards.rounds && apart,
            Words(
                "\(guards.apart.seconds)秒以上の間隔で、\(guards.rounds)回中\(confirmations.count)回続けて確認しました。",
                "Found \(confirmations.count) times in a row of \(guards.rounds), \(guards.apart.seconds) s apart."))
    }

    func signals() -> GuardAnswer {
        let found = CheckKind.Signal.allCases.filter { abnormalSignals.contains($0) && $0 != .ourselves }
        let names = found.map(\.words)
        let japanese = names.map(\.japanese).joined(separator: "、")
        let english = names.map(\.english).joined(separator: ", ")
        return GuardAnswer(
            .signals, passes: found.count >= response.guards.signals,
            Words(
                "異常を示した情報源は\(found.count)種類です（必要\(response.guards.signals)種類）：\(japanese)",
                "\(found.count) kinds of signal are abnormal, of \(response.guards.signals) needed: \(english)"))
    }

    func freshness() -> GuardAnswer {
        guard let oldestObservation else {
            return GuardAnswer(.freshness, passes: false, Words("観測がありません。", "There is no observation."))
        }
        let age = now.since(oldestObservation)
        return GuardAnswer(
            .freshness, passes: age <= response.guards.freshness && age >= .zero,
            Words(
                "最も古い観測は\(age.seconds)秒前です（\(response.guards.freshness.seconds)秒以内）。",
                "The oldest observation is \(age.seconds) s old, of \(response.guards.freshness.seconds) s at most."))
    }

    func commonCause() -> GuardAnswer {
        let limits = order.terms.limits
        let count = abnormalTargets.count
        return GuardAnswer(
            .commonCause, passes: count <= limits.commonCauseTargets,
            Words(
                "\(limits.commonCauseWithin.seconds / 60)分以内に異常となった対象は\(count)件です（\(limits.commonCauseTargets)件を超えると処置しません）。",
                "\(count) targets were abnormal within \(limits.commonCauseWithin.seconds / 60) min; beyond \(limits.commonCauseTargets) nothing is done."
            ))
    }

    /// A re-created machine of the same name is another target.
    func sameThing() -> GuardAnswer? {
        guard let standing else { return nil }
        guard let identity, let read = standing.identity else {
            let isSame = identity == nil
            return GuardAnswer(
                .identity, passes: isSame,
                isSame
                    ? Words("この種類の処置に固有の識別はありません。", "This kind of action knows no mark of identity.")
                    : Words("対象の識別を読み取れません。", "The target's identity could not be read."))
        }
        return GuardAnswer(
            .identity, passes: identity == read,
            identity == read
                ? Words("対象は計画時と同じです。", "It is the same thing as in the plan.")
                : Words("対象は計画時のものと別のものです。", "It is another thing than in the plan."))
    }

    func goalIsOpen() -> GuardAnswer? {
        standing.map { GuardAnswer(.goal, passes: $0.goal == .open, $0.sentence) }
    }
}
