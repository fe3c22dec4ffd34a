internal import RunbookModel
import ServiceHours

extension [Condition] {
    /// In one line, for a report.
    func words(_ catalogue: StepCatalogue, _ runbook: Runbook, _ language: Language) -> String {
        if isEmpty { return language.says("なし（いつでも当てはまる）", "none: it always matches") }
        func title(_ id: CheckID) -> String {
            let title = runbook.checks.first { $0.id == id }?.title ?? id.text
            return language.says("「\(title)」", "“\(title)”")
        }
        return map { $0.words(catalogue, runbook, language, named: title) }.joined(
            separator: language.says("、かつ", ", and "))
    }
}

extension Condition {
    /// What must hold, so that 「の場合」 can stand behind it, or "when" before it.
    ///
    /// - Parameter named: how a check is called.
    func words(
        _ catalogue: StepCatalogue, _ runbook: Runbook, _ language: Language, named: (CheckID) -> String
    ) -> String {
        func list(_ verdicts: Set<Verdict>) -> String {
            let words = Verdict.inReports.filter(verdicts.contains).map { $0.word(language) }
            guard let last = words.last, words.count > 1 else { return words.joined() }
            let others = words.dropLast().joined(separator: language.says("、", ", "))
            return others + language.says("または", " or ") + last
        }
        switch self {
        case .verdict(let check, let verdicts):
            return language.says("\(named(check))が\(list(verdicts))", "\(named(check)) is \(list(verdicts))")
        case .any(let verdicts): return language.says("いずれかの確認が\(list(verdicts))", "any check is \(list(verdicts))")
        case .all(let verdicts): return language.says("すべての確認が\(list(verdicts))", "every check is \(list(verdicts))")
        case .value(let name, let comparison):
            let kind = runbook.checks.first { $0.id == name.check }.flatMap { catalogue.check($0.use) }
            let unit = kind?.values.first { $0.name == name.name }?.unit.map { StepWords.unit($0, language) } ?? ""
            let value = StepWords.reading(name.name)?.said(language) ?? name.name
            return language.says(
                "\(named(name.check))の\(value)が\(comparison.words(language, unit: unit))",
                "the \(value) of \(named(name.check)) \(comparison.words(language, unit: unit))")
        }
    }
}

extension Comparison {
    func words(_ language: Language, unit: String = "") -> String {
        switch self {
        case .less(let bound): language.says("\(bound.shown)\(unit)未満", "is below \(bound.shown)\(unit)")
        case .atMost(let bound): language.says("\(bound.shown)\(unit)以下", "is at most \(bound.shown)\(unit)")
        case .greater(let bound): language.says("\(bound.shown)\(unit)超", "is above \(bound.shown)\(unit)")
        case .atLeast(let bound): language.says("\(bound.shown)\(unit)以上", "is at least \(bound.shown)\(unit)")
        case .equal(let wanted): language.says("\(wanted.shown)\(unit)", "is \(wanted.shown)\(unit)")
        case .unequal(let wanted): language.says("\(wanted.shown)\(unit)以外", "is not \(wanted.shown)\(unit)")
        }
    }
}

extension Comparison.StepText {
    fileprivate var shown: String { number.map(\.shown) ?? text.shown(limit: 60) }
}
