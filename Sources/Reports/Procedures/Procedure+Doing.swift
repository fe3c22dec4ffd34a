internal import RunbookModel
import ServiceHours

/// What is done, what must hold before, and how it is proven.
extension Procedure {
    func response(_ response: Runbook.Response) -> ProcedurePassage {
        var passage = ProcedurePassage(title: language.says("対応「\(response.title)」", "Response “\(response.title)”"))
        if let exclusion = response.exclusion.flatMap({ Exclusion($0) }) {
            passage.lead.append(
                language.says(
                    "規約\(exclusion.clause)の対象外作業「\(exclusion.title.japanese)」に当たります。契約で合意したオプションがある場合だけ行います。",
                    "Excluded by \(exclusion.clause), \(exclusion.title.english): only where the contract has agreed on it."
                ))
        }
        let kinds = response.actions.map { catalogue.action($0.use) }
        // A kind that the catalogue does not know is taken for the gravest, as the board does.
        if kinds.contains(where: { $0?.effect.changesTarget ?? true }) {
            passage.contents.append(
                .list(
                    language.says(
                        "対象を変える処置の前に、次のすべてを確かめます。一つでも満たさない場合は処置を行わず、理由を記録して担当者に引き継ぎます。",
                        "Before anything is changed all of this must hold. Otherwise nothing is done, the reason is noted, and the operator takes over."
                    ), guards(response.guards, kinds)))
        }
        passage.contents.append(.steps(response.actions.map(step)))
        return passage
    }

    private func step(_ action: Runbook.Action) -> ProcedurePassage.Step {
        let kind = catalogue.action(action.use)
        var step = ProcedurePassage.Step(title: action.title)
        step.facts = [
            .init(
                language.says("方法", "How"),
                lines: [kind?.title.said(language) ?? action.use]
                    + StepWords.subjects(of: action.use, action.with, kind?.with ?? [], self)),
            .init(
                language.says("制限時間", "Within"),
                action.timeout.exactWords(language)
                    + (kind?.effect.changesTarget ?? true
                        ? language.says("（結果が分からなくても、二度は行いません）", "; never twice, even when its outcome is not known")
                        : "")),
        ]
        return step
    }

    private func guards(_ guards: Runbook.Guards, _ kinds: [ActionKind?]) -> [String] {
        var lines = [
            language.says(
                "この対象にこの処置を行う同意が契約にあり、期限内であること。", "The contract consents to this action on this target today."),
            hours(kinds),
        ]
        if kinds.contains(where: { $0?.restsOnFindings ?? true }) {
            lines += [
                language.says(
                    "\(guards.apart.exactWords(language))以上の間隔で\(guards.rounds)回続けて、同じ対応に至っていること。",
                    "\(guards.rounds) rounds in a row, \(guards.apart.exactWords(language)) apart, have led to this response."
                ),
                language.says(
                    "\(guards.signals)種類以上の情報源（外部からの到達性、対象の内部、監視システムなど）が異常を示していること。",
                    "\(guards.signals) kinds of signal (from outside, from within, monitoring, …) are abnormal."),
            ]
        }
        for case (let kind?, let limit?) in kinds.map({ ($0, $0?.perMonth) }) {
            lines.append(
                language.says(
                    "今月の\(kind.title.japanese)が、月\(limit)回の上限に達していないこと。",
                    "The limit of \(limit) a month for \(kind.title.english) is not reached."))
        }
        lines.append(
            language.says(
                "判断に使った確認結果が、\(guards.freshness.exactWords(language))以内のものであること。",
                "No finding is older than \(guards.freshness.exactWords(language))."))
        lines += guards.budget.map {
            language.says(
                "この対象への処置が、直近\($0.within.exactWords(language))で\($0.times)回の上限に達していないこと。",
                "The limit of \($0.times) within \($0.within.exactWords(language)) to this target is not reached.")
        }
        lines += [
            language.says(
                "お客様や事業者の保守作業中でなく、多数の対象が同時に異常になってもいないこと。",
                "No maintenance is under way, and not so many targets are abnormal that they have one cause."),
            language.says(
                "ほかの処置と重ならず、全停止の指示も出ていないこと。", "Nobody else acts here, and nobody has stopped all actions."),
            language.says(
                "直前に対象の状態を読み直し、処置がまだ必要で、計画時と同じ対象であること。",
                "Read again right before: it is still needed, and still the same thing."),
        ]
        if guards.secondPerson {
            lines.append(language.says("依頼者とは別の担当者が、この計画を承認していること。", "A second person has agreed to this very plan."))
        }
        return lines
    }

    private func hours(_ kinds: [ActionKind?]) -> String {
        let hours = Set(kinds.compactMap { $0 }.filter(\.effect.changesTarget).map(\.hours))
        if hours == [.always] { return language.says("時間は問いません。", "At any hour.") }
        if hours == [.day] {
            return language.says("平日9:00～17:00の間であること。", "It is between 9:00 and 17:00 on a weekday.")
        }
        return language.says(
            "一次復旧の対応時間（平日17:00～翌9:00、休日は終日）であること。",
            "The service window is open: 17:00 to 9:00 on weekdays, all day on holidays.")
    }

    private func otherwise(_ verification: Runbook.Verification) -> [String] {
        guard let response = runbook.responses.first(where: { $0.id == verification.otherwise }) else { return [] }
        return [language.says("その場合は、対応\(cited(response))を行います。", "Then the response \(cited(response)) follows.")]
    }

    private func newer(_ value: ValueName) -> String {
        let name = StepWords.reading(value.name)?.said(language) ?? value.name
        return language.says(
            "\(cited(value.check))の\(name)が処置より後である", "\(name) of \(cited(value.check)) lies behind the action")
    }

    func proof(_ verification: Runbook.Verification) -> ProcedurePassage {
        let from = verification.from.exactWords(language)
        let every = verification.every.exactWords(language)
        let deadline = verification.deadline.exactWords(language)
        return ProcedurePassage(
            title: language.says("処置後の再確認", "Proof"),
            contents: [
                .list(
                    language.says(
                        "処置の\(from)後から\(every)ごとに、次の項目をすべて確認します。",
                        "From \(from) after the action, every \(every), all of these are looked at:"),
                    verification.checks.map(cited) + verification.newer.map(newer)),
                .list(
                    nil,
                    [
                        language.says(
                            "\(verification.rounds)回続けてすべて正常なら、復旧と判断します。処置を受け付けた、完了したという応答だけでは、復旧と判断しません。",
                            "\(verification.rounds) rounds in a row all normal: recovered. That the action says it is done proves nothing."
                        ),
                        language.says(
                            "処置から\(deadline)以内に満たさない場合は、復旧していないと判断し、処置を繰り返さずに担当者に引き継ぎます。",
                            "Not within \(deadline) of the action: not recovered. Nothing is done again; the operator takes over."
                        ),
                    ] + otherwise(verification)),
            ])
    }
}
