import RunbookModel
import ServiceHours

/// What stands in the parts before anything was done.
extension RunReport {
    func header(_ language: Language) -> RunReportPart {
        let asker =
            switch order.asker {
            case .customer(let name): language.says("お客様 \(name)", "the customer, \(name)")
            case .operator(let name): language.says("担当者 \(name)", "the operator, \(name)")
            case .alert(let incident):
                language.says("インシデント \(incident)（継続的な同意による）", "incident \(incident), by standing consent")
            case .watch(let watch): language.says("定期の確認 \(watch.name)", "nobody: the watch \(watch.name)")
            }
        let item =
            switch order.extent {
            case .check where story.isOfBackups, .recover where story.isOfBackups:
                language.says("バックアップ（規約[7]5）", "backup (terms [7]5)")
            case .check: language.says("正常性確認（規約[17]①）", "health check (terms [17]-1)")
            case .recover, .plan: language.says("一次復旧（規約[17]②）", "first-line recovery (terms [17]-2)")
            }
        let window = order.terms.window?.said(language) ?? language.says("暦を評価できません", "the calendar has no answer")
        let begin =
            story.waitedUntil.map { until in
                language.says(
                    "時間外の受付のため、\(until.words(language))から",
                    "from \(until.words(language)), because it was taken outside the window")
            } ?? language.says("受付後すぐ", "at once")
        var facts: [(String, String)] = [
            (language.says("報告番号", "Report"), number), (language.says("種類", "Kind"), kind(language)),
            (language.says("お客様", "Customer"), order.terms.customer),
            (language.says("契約", "Contract"), order.contract), (language.says("契約項目", "Item"), item),
            (language.says("依頼", "Asked by"), asker),
            (language.says("受付", "Taken"), run.began.words(language)), (language.says("対応時間", "Window"), window),
            (language.says("確認の開始", "Checks"), begin),
        ]
        if let ended = run.endedAt { facts.append((language.says("終了", "Ended"), ended.words(language))) }
        facts.append(
            (
                language.says("手順書", "Runbook"),
                "\(order.runbook.title)（\(order.runbook.id)\(order.edition.isEmpty ? "" : " \(order.edition)")）"
            ))
        return RunReportPart(language.says("報告の概要", "Report"), .facts(facts.map { (label: $0.0, value: $0.1) }))
    }

    func conclusion(_ language: Language) -> RunReportPart {
        let sentence = run.rule?.sentence ?? language.says("判断できる確認結果がありません。", "There is no finding to decide by.")
        return RunReportPart(
            language.says("結論", "Conclusion"), .lines(["\(conclusionWord(language))：\(sentence)", whatToDo(language)]))
    }

    /// What the customer has to do, or nothing.
    private func whatToDo(_ language: Language) -> String {
        switch story.end {
        case nil: return language.says("対応中です。続きは追ってご報告します。", "This goes on; a further report follows.")
        case .recovered: return language.says("お客様の対応は必要ありません。", "You need to do nothing.")
        case .planned: return language.says("計画のみで、何も変更していません。", "This is a plan; nothing was changed.")
        case .cancelled: return language.says("取り消されたため、何も変更していません。", "It was cancelled; nothing was changed.")
        case .notRecovered where story.isOfBackups:
            return language.says(
                "作業の完了を期限までに確認できませんでした。担当者が引き継ぎます。",
                "It was not proven to be done in time; the operator takes over.")
        case .notRecovered:
            return language.says(
                "合意した一次復旧では回復しませんでした。お客様のご判断をお願いします。",
                "The agreed recovery did not bring it back; please decide what is to be done.")
        case .refused:
            return language.says(
                "処置の条件を満たさないため、何も変更していません。お客様のご判断をお願いします。",
                "A condition for the action was not met, and nothing was changed; please decide what is to be done.")
        case .handedOver:
            return language.says("担当者が引き継いでいます。ご連絡をお待ちください。", "The operator has taken over and will be in touch.")
        case .reported:
            switch run.conclusion {
            case .normal: return language.says("お客様の対応は必要ありません。", "You need to do nothing.")
            case .warning: return language.says("至急ではありませんが、ご確認をお願いします。", "There is no hurry; please have a look.")
            case .abnormal:
                return language.says("何も変更していません。お客様のご対応をお願いします。", "Nothing was changed; this needs your attention.")
            case .unknown:
                return language.says("正常とは判定できません。担当者が確認します。", "It cannot be called well; the operator looks into it.")
            }
        }
    }

    func targets(_ language: Language) -> RunReportPart {
        RunReportPart(
            language.says("対象", "Target"),
            .facts([
                (language.says("名称", "Name"), order.target.title), (language.says("識別子", "Id"), order.target.id.text),
                (
                    language.says("種類", "Kind"),
                    TargetKind(rawValue: order.target.kind)?.title.said(language) ?? order.target.kind
                ),
                (language.says("まとまり", "Group"), order.target.group ?? language.says("なし", "none")),
            ]))
    }

    /// Of a round, what needs the reader first at the top.
    func sorted(_ round: Run.Round) -> [(check: Runbook.Check, result: CheckResult)] {
        let found = order.runbook.checks.compactMap { check in round.results[check.id].map { (check, $0) } }
        return Verdict.inReports.flatMap { verdict in found.filter { $0.1.verdict == verdict } }
    }

    func checks(_ language: Language) -> RunReportPart {
        let title = language.says("確認結果", "Checks")
        guard let round = story.deciding, !round.results.isEmpty else {
            return RunReportPart(title, .lines([language.says("確認結果はまだありません。", "There is no finding yet.")]))
        }
        let rows = sorted(round).map { check, result in
            [
                result.verdict.word(language), check.title.shown(), result.sentence.said(language).shown(),
                result.readings.map { reading in
                    reading.name + "=" + reading.value.shown(limit: 60)
                        + (reading.threshold.map { "（\($0.shown(limit: 60))）" } ?? "")
                }.joined(separator: " "),
                time(of: result.evidence, language), result.evidence.source.shown(limit: 120),
            ]
        }
        let head = [
            language.says("結果", "Result"), language.says("項目", "Check"), language.says("所見", "Finding"),
            language.says("値（基準）", "Values (bounds)"), language.says("時刻", "Time"), language.says("情報源", "Source"),
        ]
        return RunReportPart(
            title, .lines([language.says("第\(round.id.number)回の確認", "Round \(round.id.number)")]),
            .table(head: head, rows: rows))
    }

    private func time(of evidence: Evidence, _ language: Language) -> String {
        guard let source = evidence.sourceTime, let age = evidence.age, age >= .seconds(1) else {
            return evidence.readAt.clock
        }
        return language.says(
            "\(source.clock)（\(age.words(language))前の値）", "\(source.clock) (\(age.words(language)) old)")
    }

    func timeline(_ language: Language) -> RunReportPart {
        let narrator = RunNarrator(story: story, language: language)
        var lines: [(at: Instant, text: String)] = []
        for recorded in story.events {
            guard let text = narrator.sentence(recorded.event) else { continue }
            // So long a time in which nothing is told shall not be passed over.
            if let last = lines.last?.at, recorded.at.since(last) >= .minutes(2) {
                let gap = recorded.at.shownSince(last).words(language)
                lines.append((last, language.says("（この後\(gap)、記録はありません）", "(nothing is recorded for \(gap))")))
            }
            lines.append((recorded.at, text))
        }
        return RunReportPart(language.says("経過（日本時間）", "Timeline (Japan time)"), .events(lines))
    }

    /// What of the last round the row rests on: what its conditions name, or what `any` and `all` found.
    private func grounds(_ rule: Runbook.Rule, _ language: Language) -> [String] {
        guard let round = story.deciding else { return [] }
        var named: Set<CheckID> = []
        for condition in rule.conditions {
            switch condition {
            case .verdict(let check, _): named.insert(check)
            case .value(let name, _): named.insert(name.check)
            case .any(let verdicts), .all(let verdicts):
                for (id, result) in round.results where verdicts.contains(result.verdict) { named.insert(id) }
            }
        }
        return sorted(round).filter { named.contains($0.check.id) }.map { check, result in
            let values = result.readings.map { "\($0.name)=\($0.value.shown(limit: 60))" }.joined(separator: " ")
            return language.says("根拠：", "Ground: ")
                + "\(check.title.shown())：\(result.verdict.word(language))\(values.isEmpty ? "" : "（\(values)）")"
        }
    }

    func decision(_ language: Language) -> RunReportPart {
        let title = language.says("判断", "Decision")
        guard let rule = run.rule else {
            return RunReportPart(
                title, .lines([language.says("当てはまる行がなく、判断していません。", "No row matched, and nothing was decided.")]))
        }
        var lines = [
            language.says(
                "判断表の第\(run.row)行：\(rule.sentence)", "Row \(run.row) of the decision table: \(rule.sentence)"),
            language.says("条件：", "Conditions: ") + rule.conditions.words(catalogue, order.runbook, language),
        ]
        lines += grounds(rule, language)
        if let response = run.response {
            lines.append(language.says("対応：\(response.title)", "Response: \(response.title)"))
            if let otherwise = run.otherwise, response.changing(catalogue) != nil {
                lines.append(
                    language.says(
                        "復旧を確認できない場合の対応：\(otherwise.title)", "Where it is not proven to work: \(otherwise.title)"))
            }
            if let exclusion = response.exclusion.flatMap({ Exclusion($0) }) {
                let isAgreed = order.terms.agreedOptions.contains(exclusion.number)
                lines.append(
                    language.says(
                        "この対応は規約\(exclusion.clause)「\(exclusion.title.japanese)」に当たり、\(isAgreed ? "契約の合意により行います" : "本サービスの対象外です")。",
                        "This falls under \(exclusion.clause), \(exclusion.title.english): \(isAgreed ? "agreed on in the contract" : "not part of this service")."
                    ))
            }
        } else {
            lines.append(language.says("対応：なし", "Response: none"))
        }
        let guards = story.lastGuards
        guard !guards.isEmpty else { return RunReportPart(title, .lines(lines)) }
        let refused = guards.filter { !$0.passes } + guards.filter(\.passes)
        return RunReportPart(
            title, .lines(lines),
            .table(
                head: [language.says("可否", "Passes"), language.says("条件", "Guard"), language.says("理由", "Reason")],
                rows: refused.map {
                    [
                        $0.passes ? language.says("可", "yes") : language.says("否", "no"), $0.kind.words(language),
                        $0.reason.said(language),
                    ]
                }))
    }
}
