import RunbookModel
import ServiceHours

/// What stands in the parts about what was done, and what came of it.
extension RunReport {
    func actions(_ language: Language) -> RunReportPart {
        let title = language.says("処置", "Actions")
        let planned = run.response?.actions ?? []
        guard order.extent != .check, !planned.isEmpty else {
            return RunReportPart(title, .lines([language.says("処置は行っていません。", "Nothing was done.")]))
        }
        let rows = planned.enumerated().map { index, action -> [String] in
            let step = story.steps[index + 1]
            return [
                "\(index + 1)", action.title.shown(), outcome(step, language), sentence(step, language),
                step?.intendedAt.map(\.clock) ?? "", step?.endedAt.map(\.clock) ?? "",
            ]
        }
        let head = [
            "#", language.says("処置", "Action"), language.says("結果", "Outcome"), language.says("内容", "What"),
            language.says("指示", "Sent"), language.says("完了", "Ended"),
        ]
        return RunReportPart(title, .table(head: head, rows: rows))
    }

    private func outcome(_ step: RunStory.Step?, _ language: Language) -> String {
        if story.end == .planned, story.lastGuards.allSatisfy(\.passes) {
            return language.says("実施予定", "would be done")
        }
        guard let step else { return language.says("未実施", "not done") }
        if let result = step.result { return result.course.word(language) }
        if step.wasUnclear { return language.says("結果不明", "outcome unknown") }
        if step.intendedAt != nil { return language.says("実施中", "under way") }
        return step.refusals.isEmpty ? language.says("未実施", "not done") : language.says("見送り", "refused")
    }

    private func sentence(_ step: RunStory.Step?, _ language: Language) -> String {
        guard let step else { return "" }
        if let result = step.result { return result.sentence.said(language).shown() }
        if step.wasUnclear {
            let after =
                step.rereadStanding.map { language.says("その後の状態：", "Then: ") + $0.sentence.said(language).shown() }
                ?? ""
            return language.says(
                "実行中に当社側が再起動したため、実施されたか分かりません。再送はしていません。\(after)",
                "Our process was restarted meanwhile; whether it was done is not known. It was not sent again. \(after)"
            )
        }
        return step.refusals.map { $0.reason.said(language) }.joined(separator: " ")
    }

    /// Before and after, side by side; recovered is said only after enough good rounds.
    func recheck(_ language: Language) -> RunReportPart {
        let title = language.says("処置後の再確認", "Proof")
        guard run.hasActed, let verification = order.runbook.verification else {
            return RunReportPart(
                title, .lines([language.says("処置を行っていないため、再確認はありません。", "Nothing was done that would need a proof.")]))
        }
        let before = run.rounds.last { $0.purpose == .deciding }
        let after = Array(story.proving.suffix(3))
        let head =
            [language.says("項目", "Check"), language.says("処置前", "Before")]
            + after.map {
                language.says(
                    "第\($0.id.number)回（\(($0.ended ?? $0.began).clock)）",
                    "Round \($0.id.number) (\(($0.ended ?? $0.began).clock))")
            }
        let rows = run.checks(for: .proving).map { check -> [String] in
            func cell(_ round: Run.Round?) -> String {
                guard let result = round?.results[check.id] else { return language.says("未確認", "not seen") }
                let boot =
                    result.readings.first { $0.name == "bootTime" }.map { " bootTime=\($0.value.shown(limit: 40))" }
                    ?? ""
                return "\(result.verdict.word(language)) \(result.sentence.said(language).shown(limit: 120))\(boot)"
            }
            return [check.title.shown(), cell(before)] + after.map(cell)
        }
        let verdict =
            story.end == .recovered
            ? language.says(
                "続けて\(run.goodRounds)回正常であることを確認し、復旧と判定しました。",
                "\(run.goodRounds) rounds in a row were good: it is recovered.")
            : language.says(
                "続けて\(verification.rounds)回の正常が必要で、現在\(run.goodRounds)回です。復旧とは判定していません。",
                "\(verification.rounds) good rounds in a row are needed, and there are \(run.goodRounds): it is not called recovered."
            )
        return RunReportPart(title, .lines([verdict]), .table(head: head, rows: rows))
    }

    func vendor(_ language: Language) -> RunReportPart {
        let title = language.says("クラウド事業者・ベンダー", "Vendor")
        let told = (run.response?.actions ?? []).enumerated().filter { $0.element.use == "vendor.escalate" }
        guard order.extent != .check, !told.isEmpty else {
            return RunReportPart(title, .lines([language.says("連絡していません。", "Nobody was told.")]))
        }
        return RunReportPart(
            title,
            .lines(
                told.map { index, action in
                    let step = story.steps[index + 1]
                    let ticket =
                        step?.ticket.map {
                            language.says("受付番号 \($0.number)（\($0.by)が記録）", "ticket \($0.number), noted by \($0.by)")
                        }
                        ?? language.says("受付番号はまだありません", "no ticket yet")
                    return "\(action.title)：\(outcome(step, language))、\(ticket)"
                }))
    }

    func impact(_ language: Language) -> RunReportPart {
        let title = language.says("影響の範囲", "Impact")
        guard let impact = story.impact else {
            return RunReportPart(title, .lines([language.says("異常は観測していません。", "Nothing abnormal was seen.")]))
        }
        let until =
            impact.firstGood.map {
                language.says(
                    "\($0.words(language))までの間に正常に戻りました", "was well again by \($0.words(language))")
            }
            ?? language.says("その後の正常は観測していません", "was not seen well since")
        return RunReportPart(
            title,
            .lines([
                language.says(
                    "\(impact.firstBad.words(language))以前に始まり、\(impact.lastBad.words(language))に最後の異常を観測し、\(until)。",
                    "It began at \(impact.firstBad.words(language)) or before, was last seen abnormal at \(impact.lastBad.words(language)), and \(until)."
                ),
                language.says(
                    "確認の間隔による幅があり、正確な分を示すものではありません。", "These are the times of our looks; the truth lies between them."),
            ]))
    }

    func limits(_ language: Language) -> RunReportPart {
        var lines: [String] = []
        let unseen =
            story.deciding.map { sorted($0).filter { $0.result.verdict == .unknown || $0.result.verdict == .skipped } }
            ?? []
        for (check, result) in unseen {
            lines.append(
                language.says(
                    "確認できなかった項目：\(check.title)（\(result.sentence.japanese)）",
                    "Not seen: \(check.title) (\(result.sentence.english))"))
        }
        lines.append(
            language.says(
                "原因：調査中です。この報告は観測した事実に基づくもので、原因を断定しません。", "Cause: not established. This report tells what was seen."))
        lines.append(
            language.says(
                "性能分析・パケット解析（規約[10](14)）、コードの追跡（規約[10](10)）は本サービスの対象外です。",
                "Performance and packet analysis ([10](14)) and code tracing ([10](10)) are not part of this service."))
        let next =
            switch story.end {
            case .recovered, .cancelled, .planned: language.says("次の作業：ありません。", "Next: nothing.")
            case .reported where run.conclusion == .normal: language.says("次の作業：ありません。", "Next: nothing.")
            case nil: language.says("次の作業：NightCallが続けます。", "Next: NightCall goes on.")
            case .reported, .refused, .notRecovered, .handedOver:
                language.says("次の作業：担当者がご連絡します。", "Next: the operator will be in touch.")
            }
        return RunReportPart(
            language.says("確認していないこと・対象外・次の作業", "Not checked, not covered, next"), .lines(lines + [next]))
    }

    func ledger(_ language: Language) -> RunReportPart {
        let title = language.says("処置の記録（この対象、過去30日）", "Ledger (this target, 30 days)")
        let now = story.steps.sorted { $0.key < $1.key }.compactMap { place, step -> (Instant, String)? in
            guard let at = step.intendedAt, let action = run.action(StepID(run: run.id, place: place)) else {
                return nil
            }
            return (at, "\(number) \(action.title)")
        }
        let all = earlier.map { ($0.at, "R-\($0.run) \($0.title)") } + now
        if all.isEmpty { return RunReportPart(title, .lines([language.says("ありません。", "None.")])) }
        return RunReportPart(title, .events(all.map { (at: $0.0, text: $0.1) }))
    }

    func annex(_ language: Language) -> RunReportPart {
        let rows = run.rounds.flatMap { round in
            order.runbook.checks.compactMap { check -> [String]? in
                guard let result = round.results[check.id] else { return nil }
                let evidence = result.evidence
                return [
                    "\(round.id.number)", "\(check.id)（\(check.use)）", evidence.readAt.rfc3339,
                    "\(evidence.latency.microseconds / 1_000) ms", "\(evidence.attempts)",
                    evidence.requestID?.shown(limit: 80) ?? "",
                    evidence.digest.map { String($0.prefix(16)) } ?? "",
                ]
            }
        }
        let head = [
            language.says("回", "Round"), language.says("項目", "Check"), language.says("読み取り", "Read"),
            language.says("所要", "Took"), language.says("試行", "Attempts"), language.says("要求番号", "Request"), "SHA-256",
        ]
        let consents = order.terms.consents.map { consent in
            "\(consent.action)\(consent.target.map { " \($0)" } ?? "")：\(consent.by)（\(consent.from)〜\(consent.through)）"
        }
        let sequence = "\(story.events.first?.sequence ?? 0)-\(story.events.last?.sequence ?? 0)"
        return RunReportPart(
            language.says("付録（証跡）", "Annex"),
            .facts([
                (language.says("記録の行", "Rows of the journal"), sequence),
                (
                    language.says("同意", "Consents"),
                    consents.isEmpty ? language.says("なし", "none") : consents.joined(separator: "、")
                ),
            ]), .table(head: head, rows: rows))
    }
}
