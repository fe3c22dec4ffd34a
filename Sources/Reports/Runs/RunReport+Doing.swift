import RunbookModel
import ServiceHours

/// What stands in the parts about what was done, and what came of it.
extension RunReport {
    func actions(_ language: Language) -> RunReportPart {
        let title = language.says("処置", "Actions")
        let planned = run.actions
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
                return "\(result.verdict.word(language)) \(result.sentence.said(language).shown(limit: 120))"
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
        return RunReportPart(title, .lines([verdict] + boots(before, language)), .table(head: head, rows: rows))
    }

    /// Whether the machine was started anew, by what it tells itself: an action's answer proves no restart.
    private func boots(_ before: Run.Round?, _ language: Language) -> [String] {
        run.checks(for: .proving).compactMap { check in
            func boot(_ round: Run.Round?) -> Instant? {
                let read = round?.results[check.id]?.readings.first { $0.name == "bootTime" }
                return read.flatMap { Instant(read: $0.value) }
            }
            guard let first = boot(before), let last = story.proving.compactMap(boot).last else { return nil }
            // Exporters reckon it anew each time, and round it.
            return last.since(first) > .seconds(5)
                ? language.says(
                    "起動時刻が\(first.words(language))から\(last.words(language))に変わり、再起動したことを確認しました。",
                    "It was started anew: boot time \(first.words(language)) before, \(last.words(language)) after.")
                : language.says(
                    "起動時刻は\(last.words(language))のままで、再起動していません。",
                    "It was not started anew: its boot time is still \(last.words(language)).")
        }
    }

    func vendor(_ language: Language) -> RunReportPart {
        let title = language.says("クラウド事業者・ベンダー", "Vendor")
        let told = run.actions.enumerated().filter { $0.element.use == "vendor.escalate" }
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
        let firstBad = impact.firstBad.words(language)
        let lastBad = impact.lastBad.words(language)
        let never = language.says("観測していません", "not seen")
        let beginning =
            impact.lastGoodBefore.map {
                language.says("\($0.words(language))から\(firstBad)の間", "between \($0.words(language)) and \(firstBad)")
            } ?? language.says("\(firstBad)以前", "at \(firstBad) or before")
        let ending =
            impact.firstGood.map {
                language.says("\(lastBad)から\($0.words(language))の間", "between \(lastBad) and \($0.words(language))")
            } ?? language.says("観測していません（最後の異常は\(lastBad)）", "not seen; last abnormal at \(lastBad)")
        return RunReportPart(
            title,
            .facts([
                (language.says("始まり", "Beginning"), beginning),
                (language.says("最初の異常", "First abnormal"), firstBad),
                (language.says("最後の異常", "Last abnormal"), lastBad),
                (language.says("終わり", "End"), ending),
                (language.says("二度目の正常", "Second time well"), impact.secondGood?.words(language) ?? never),
            ]),
            .lines([
                language.says(
                    "時刻は観測した値のものです。確認の間隔による幅があり、正確な分を示すものではありません。",
                    "These are the times of the data; the truth lies between them.")
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
        let title = language.says("依頼と処置の記録", "Ledger")
        let now = story.steps.sorted { $0.key < $1.key }.compactMap { place, step -> (Instant, String)? in
            guard let at = step.intendedAt, let action = run.action(StepID(run: run.id, place: place)),
                catalogue.action(action.use)?.effect.changesTarget ?? true
            else { return nil }
            return (at, "\(number) \(action.title)")
        }
        let all = history.actions.map { ($0.at, "R-\($0.run) \($0.title)") } + now
        let lines = [
            language.says(
                "この月にお客様から受けた確認と復旧のご依頼：\(history.requests)件（規約[9]：問い合わせなどと合わせて月5件）",
                "Checks and recoveries that the customer asked for this month: \(history.requests); with all other requests 5 are expected ([9])."
            ),
            all.isEmpty
                ? language.says("この対象への処置（過去30日）：ありません。", "Actions on this target within 30 days: none.")
                : language.says("この対象への処置（過去30日）：", "Actions on this target within 30 days:"),
        ]
        if all.isEmpty { return RunReportPart(title, .lines(lines)) }
        return RunReportPart(title, .lines(lines), .events(all.map { (at: $0.0, text: $0.1) }))
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
