internal import RunbookModel
import ServiceHours

/// What it is for, what must be known, and what is looked at.
extension Procedure {
    var aim: ProcedurePassage {
        let kinds = runbook.targets.map { $0.title.said(language) }.joined(separator: language.says("、", ", "))
        var facts = [ProcedurePassage.Fact(language.says("対象", "For"), kinds)]
        if !runbook.purpose.isEmpty {
            facts.insert(ProcedurePassage.Fact(language.says("目的", "Aim"), runbook.purpose), at: 0)
        }
        return ProcedurePassage(title: language.says("目的と対象", "Aim and scope"), contents: [.facts(facts)])
    }

    var parameters: ProcedurePassage {
        ProcedurePassage(
            title: language.says("用意する値", "What must be known"),
            lead: [
                language.says(
                    "手順の中の〈…〉には、次の値を当てはめます。", "Where a step names one of them in 〈…〉, its value belongs there.")
            ],
            contents: [
                .table(
                    head: [
                        language.says("値", "Value"), language.says("形式", "Form"), language.says("通常の値", "Usually"),
                    ],
                    rows: runbook.parameters.map { parameter in
                        [parameter.title, parameter.form(language), parameter.byDefault ?? "－"]
                    })
            ])
    }

    var checks: ProcedurePassage {
        var passage = ProcedurePassage(
            title: language.says("確認", "Checks"),
            lead: [
                language.says(
                    "各項目の結果を「正常」「注意」「異常」「不明」「省略」のいずれかで記録します。確認できなかった項目は「不明」、先に済ませる項目が正常でないため行わない項目は「省略」とし、どちらも正常とはみなしません。",
                    "Note for each: normal, warning, abnormal, unknown (it could not be seen) or skipped (what comes first was not normal). Unknown and skipped never count as normal."
                )
            ])
        passage.contents = [.steps(runbook.checks.map(step))]
        return passage
    }

    private func step(_ check: Runbook.Check) -> ProcedurePassage.Step {
        let kind = catalogue.check(check.use)
        let subjects = StepWords.subjects(of: check.use, check.with, kind?.with ?? [], self)
        var step = ProcedurePassage.Step(title: check.title)
        step.facts.append(
            ProcedurePassage.Fact(
                language.says("見るもの", "Look at"), lines: [kind?.title.said(language) ?? check.use] + subjects))
        let norms = StepNorms.sentences(of: check.use, check.expect, kind?.expect ?? [], given: check.with, self)
        if !norms.isEmpty {
            step.facts.append(ProcedurePassage.Fact(language.says("正常の条件", "Normal when"), lines: norms))
        }
        step.facts.append(ProcedurePassage.Fact(language.says("時間と回数", "Time"), time(of: check)))
        if !check.after.isEmpty {
            let before = check.after.map(cited).joined(separator: language.says("、", ", "))
            step.facts.append(
                ProcedurePassage.Fact(
                    language.says("行う条件", "Only after"),
                    language.says("\(before)が正常のとき", "\(before), when normal")))
        }
        return step
    }

    private func time(of check: Runbook.Check) -> String {
        let limit = check.timeout.exactWords(language)
        if check.attempts == 1 {
            return language.says("制限時間は\(limit)です。1回だけ確認します。", "within \(limit), once")
        }
        let spacing = check.spacing.exactWords(language)
        return language.says(
            "制限時間は\(limit)です。うまくいかないときは\(spacing)おきに、合計\(check.attempts)回まで試します。",
            "within \(limit); when it does not succeed, \(check.attempts) times at most, \(spacing) apart")
    }

    /// A text with what stands for a value made visible: `{url}` becomes 〈確認するページのURL〉.
    func shown(_ text: String) -> String {
        guard let parts = Placeholders.parts(of: text) else { return text }
        return parts.map { part in
            switch part {
            case .text(let text): text
            case .parameter(let name): "〈\(runbook.parameters.first { $0.name == name }?.title ?? name)〉"
            }
        }.joined()
    }
}

extension Runbook.Parameter {
    fileprivate func form(_ language: Language) -> String {
        let form =
            switch kind {
            case .text: language.says("文字列", "text")
            case .integer: language.says("整数", "whole number")
            case .host: language.says("名前またはIPアドレス", "name or address")
            case .url: "URL"
            case .path: language.says("絶対パス", "absolute path")
            }
        return form + (pattern.map { " /\($0)/" } ?? "")
    }
}

extension Span {
    /// As `words`, with milliseconds, since a limit of 200 ms is not one of 0 s, and several whole days as such.
    func exactWords(_ language: Language) -> String {
        let (days, rest) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        if days > 1, rest == 0 { return language.says("\(days)日", "\(days) days") }
        return withMilliseconds(language)
    }

    private func withMilliseconds(_ language: Language) -> String {
        let milliseconds = microseconds / 1_000 % 1_000
        if milliseconds == 0 { return words(language) }
        let rest = language.says("\(milliseconds)ミリ秒", "\(milliseconds) ms")
        return seconds == 0 ? rest : words(language) + language.says("", " ") + rest
    }
}
