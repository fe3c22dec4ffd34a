import CallTree
import ServiceHours

/// Sentences that the text and the page of a report share.
extension EscalationReport {
    func title(_ language: Language) -> String {
        language.says("エスカレーション \(id)", "Escalation \(id)")
    }

    /// When it began, and until when the window was open.
    func spanWords(_ language: Language) -> String? {
        guard let startedAt else { return nil }
        let until =
            closing.map { language.says("対応時間の終了は \($0.words(language))", "the window closes \($0.words(language))") }
            ?? language.says("対応時間の終わりなし", "the window never closes")
        return language.says("\(startedAt.words(language)) 開始、\(until)", "Began \(startedAt.words(language)); \(until)")
    }

    func endWords(_ language: Language) -> String? {
        guard let end, let endedAt else { return nil }
        return language.says(
            "\(endedAt.words(language)) 終了: \(end.term(language))", "Ended \(endedAt.words(language)): \(end.rawValue)")
    }
}

extension AttemptReport {
    /// `、呼び出し音 10回`; nothing where it never rang.
    func ringWords(_ language: Language) -> String {
        guard let rings = ending?.rings, rings > 0 else { return "" }
        return language.says("、呼び出し音 \(rings)回", ", \(counted(rings, "ring"))")
    }
}

extension MailReport {
    func words(_ language: Language) -> String {
        let addresses = recipients.prefix(5).map { $0.shown(limit: 100) }.joined(separator: ", ")
        let to =
            if recipients.isEmpty {
                language.says("監視員へ", "to the operator")
            } else if reachesOperator {
                language.says("\(addresses) と監視員へ", "to \(addresses) and the operator")
            } else {
                language.says("\(addresses) へ", "to \(addresses)")
            }
        let delivered =
            deliveredAt.map { language.says("\($0.words(language)) 送信済み", "delivered \($0.words(language))") }
            ?? language.says("未送信", "not delivered yet")
        return language.says(
            "\(kind.words(language)): \(to)、\(delivered)", "\(kind.words(language)): \(to), \(delivered)")
    }
}

extension AlarmReport {
    func words(_ language: Language) -> String {
        guard let clearedAt else { return alarm.words(language) + language.says("（未解除）", " (still lit)") }
        let name = (clearedBy ?? "").shown(limit: 60)
        return alarm.words(language)
            + language.says(
                "（\(clearedAt.words(language)) \(name) が解除）", " (cleared by \(name) \(clearedAt.words(language)))")
    }
}

extension IncidentReport.PolicyInForce {
    var values: CallPolicy {
        switch self {
        case .frozen(let policy), .today(let policy): policy
        }
    }

    func title(_ language: Language) -> String {
        switch self {
        case .frozen: language.says("有効な設定（開始時に固定）", "Values in force (frozen at the start)")
        case .today: language.says("有効な設定（報告作成時の契約）", "Values in force (the contract when this report was made)")
        }
    }
}

/// How one rule of the book was found.
struct CheckLine {
    enum Mark {
        case kept, broken, notApplicable

        var sign: String {
            switch self {
            case .kept: "✓"
            case .broken: "✗"
            case .notApplicable: "-"
            }
        }
    }

    let mark: Mark
    let text: String
}

extension IncidentReport {
    /// The verdict, then each rule.
    func checkLines(_ language: Language) -> [CheckLine] {
        let rules = TreeCheck.Rule.allCases.map { rule -> CheckLine in
            switch check.finding(rule) {
            case .kept: CheckLine(mark: .kept, text: rule.words(language))
            case .notApplicable:
                CheckLine(
                    mark: .notApplicable, text: rule.words(language) + language.says("（該当なし）", " (nothing to check)"))
            case .broken(let breaks):
                CheckLine(
                    mark: .broken,
                    text: rule.words(language) + ": "
                        + breaks.prefix(5).map { $0.words(language) }.joined(separator: "; "))
            }
        }
        let verdict =
            if check.isByTheBook {
                CheckLine(mark: .kept, text: language.says("すべて決まりどおり", "Everything exactly by the book"))
            } else if check.breaks.isEmpty || check.isLackingRows {
                CheckLine(
                    mark: .notApplicable, text: language.says("記録が欠けていて判定できない", "Events are missing; it cannot be told")
                )
            } else {
                CheckLine(mark: .broken, text: language.says("決まりに反する点がある", "Something was not by the book"))
            }
        return [verdict] + rules
    }

    func footer(_ language: Language) -> String {
        guard let last = timeline.last else { return language.says("記録から作成", "Made from the journal alone") }
        return language.says(
            "記録 \(last.sequence) 番（\(last.instant.words(language))）までの記録だけから作成。時刻はすべて日本時間（+09:00）。",
            "Made from the journal alone, up to event \(last.sequence) (\(last.instant.words(language))). All times are Japan time (+09:00)."
        )
    }
}

extension TreeCheck.Break {
    func words(_ language: Language) -> String {
        let what =
            if let attempt {
                language.says("呼び出し \(attempt)", "attempt \(attempt)")
            } else if let incident {
                language.says("インシデント \(incident)", "incident \(incident)")
            } else {
                ""
            }
        return "\(at.words(language)) \(what)"
    }
}
