internal import RunbookModel
import ServiceHours

/// The decision table, as sentences.
extension Procedure {
    var decision: ProcedurePassage {
        ProcedurePassage(
            title: language.says("判断", "Decision"),
            lead: [
                language.says(
                    "上から順に読み、最初に当てはまる行に従います。それより下の行は読みません。",
                    "Read from the top and follow the first row that matches; read no further.")
            ],
            contents: [.steps(runbook.rules.enumerated().map { row($1, isFirst: $0 == 0) })])
    }

    private func row(_ rule: Runbook.Rule, isFirst: Bool) -> ProcedurePassage.Step {
        let conditions = rule.conditions.map { $0.words(catalogue, runbook, language, named: cited) }
        var step: ProcedurePassage.Step
        switch conditions.count {
        case 0 where isFirst: step = .init(title: language.says("いつでも", "Always"))
        case 0: step = .init(title: language.says("上のどの行にも当てはまらない場合", "When no row above matches"))
        case 1: step = .init(title: language.says("\(conditions[0])の場合", "When \(conditions[0])"))
        default:
            step = .init(title: language.says("次のすべてが当てはまる場合", "When all of these hold"), points: conditions)
        }
        step.badge = (rule.conclusion.word(language), rule.conclusion.tone)
        let response = rule.response.flatMap { id in runbook.responses.first { $0.id == id } }
        step.facts = [
            .init(
                language.says("行うこと", "Do"),
                response.map {
                    language.says("対応\(cited($0))を行います。", "the response \(cited($0))")
                } ?? language.says("報告だけを行います。", "nothing but the report")),
            .init(language.says("報告の文", "Report"), language.says("「\(rule.sentence)」", "“\(rule.sentence)”")),
        ]
        return step
    }
}

extension Runbook.Conclusion {
    var tone: Tone {
        switch self {
        case .normal: .good
        case .warning, .unknown: .warn
        case .abnormal: .bad
        }
    }
}
