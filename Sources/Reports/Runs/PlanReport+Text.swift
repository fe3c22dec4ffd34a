import RunbookModel
import ServiceHours

extension PlanReport {
    /// For people. What is abnormal comes first, what could not be told next.
    public var text: String {
        var lines = heading + [""] + checks + [""] + decision
        if run.response != nil { lines += [""] + response }
        lines += ["", conclusion]
        return lines.joined(separator: "\n") + "\n"
    }

    private func says(_ japanese: String, _ english: String) -> String {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }

    private func says(_ words: Words) -> String { says(words.japanese, words.english) }

    private var heading: [String] {
        let order = run.order
        let target = "\(order.target.id)（\(order.target.title)）"
        return [
            says("計画：\(order.runbook.title)（\(order.runbook.id)）", "Plan: \(order.runbook.title) (\(order.runbook.id))"),
            says("契約：\(order.contract)　対象：\(target)", "Contract: \(order.contract)  target: \(target)"),
            says(
                "時刻：\(asked.japanTime.dateAndClock)（日本時間）　確認は\(run.rounds.count)回",
                "At: \(asked.japanTime.dateAndClock) (Japan time)  rounds: \(run.rounds.count)"),
        ]
    }

    private static let order: [Verdict] = [.abnormal, .unknown, .warning, .skipped, .normal]

    private var checks: [String] {
        guard let round else { return [says("確認は行われていません。", "No check was made.")] }
        let found = run.order.runbook.checks.compactMap { check in round.results[check.id].map { (check, $0) } }
        return Self.order.flatMap { verdict in
            found.filter { $0.1.verdict == verdict }.map { check, result in
                "  \(word(verdict))　\(check.title)（\(check.id)）：\(says(result.sentence))"
            }
        }
    }

    private func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .normal: says("正常", "normal  ")
        case .warning: says("注意", "warning ")
        case .abnormal: says("異常", "abnormal")
        case .unknown: says("不明", "unknown ")
        case .skipped: says("省略", "skipped ")
        }
    }

    private var decision: [String] {
        guard let rule = run.rule else {
            return [says("判断：当てはまる行がありません。判定不能です。", "Decision: no row matches; nothing can be said.")]
        }
        return [says("判断：第\(run.row)行「\(rule.sentence)」", "Decision: row \(run.row): \(rule.sentence)")]
    }

    private var response: [String] {
        guard let response = run.response else { return [] }
        var lines = [says("対応：\(response.title)", "Response: \(response.title)")]
        for (place, action) in response.actions.enumerated() {
            lines.append("  \(place + 1). \(action.title)　\(words(of: action))")
        }
        for answer in guards {
            lines.append("  \(answer.passes ? "○" : "×") \(answer.kind.rawValue)：\(says(answer.reason))")
        }
        return lines
    }

    private var conclusion: String {
        guard run.response != nil else {
            return says("結論：行うことはありません。何も変更していません。", "Nothing is to be done. Nothing was changed.")
        }
        if refusals.isEmpty {
            return says("結論：この対応を行えます。計画のため、何も変更していません。", "This would be done now. It is a plan: nothing was changed.")
        }
        let kinds = refusals.map(\.kind.rawValue).joined(separator: ", ")
        return says(
            "結論：この対応は行えません（\(kinds)）。何も変更していません。", "This would be refused (\(kinds)). Nothing was changed.")
    }
}
