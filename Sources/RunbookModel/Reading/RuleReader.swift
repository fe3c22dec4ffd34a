import Documents

/// Reads the decision table, and refuses rows that speak of what is not there.
struct RuleReader {
    let catalogue: StepCatalogue
    let checks: [Runbook.Check]
    /// The ids of all checks that are written, also of those with a mistake.
    let checkNames: [String]
    let responses: [Runbook.Response]
    let responseNames: [String]
    let log: ProblemLog

    /// The word for a row that leads to no response.
    static let reportOnly = "report"

    func read(_ field: Field?) -> [Runbook.Rule] {
        guard let items = field?.items() else { return [] }
        if items.isEmpty { field?.error("`decide` is an empty list: nothing could be concluded") }
        return items.compactMap { item in item.section(RunbookKeys.rule).flatMap(rule) }
    }

    private func rule(_ section: Section) -> Runbook.Rule? {
        let conditions = section["when"].map(conditions) ?? []
        let responseField = section["then"]
        let response = responseField.flatMap(response)
        let conclusion = section["conclusion"]?.choice(of: Runbook.Conclusion.self)
        let sentence = section["say"]?.text()
        guard let conclusion, let sentence else { return nil }
        if conclusion == .normal, let response, let responseField,
            let found = responses.first(where: { $0.id == response }), found.restsOnFindings(catalogue),
            let changing = found.changing(catalogue)
        {
            responseField.error(
                "a target that is normal would be changed: `\(response)` holds the action `\(changing.id)`",
                mend: "conclude something else, or lead to a response that changes nothing")
        }
        return Runbook.Rule(conditions: conditions, response: response, conclusion: conclusion, sentence: sentence)
    }

    private func response(_ field: Field) -> ResponseID? {
        guard let name = field.text(), name != Self.reportOnly else { return nil }
        guard responseNames.contains(name) else {
            field.error(
                "there is no response \(Quoted(name))",
                mend: Suggestion.mending(name, among: responseNames + [Self.reportOnly]))
            return nil
        }
        return ResponseID(name)
    }

    private func conditions(_ field: Field) -> [Condition] {
        guard let entries = field.entries() else { return [] }
        if entries.isEmpty {
            field.error("`when` is empty", mend: "write conditions, or remove the key for a row that always matches")
        }
        return entries.compactMap { entry in
            switch entry.name {
            case "any": return verdicts(entry.field).map { .any($0) }
            case "all": return verdicts(entry.field).map { .all($0) }
            default: break
            }
            if let dot = entry.name.firstIndex(of: ".") {
                let value = String(entry.name[entry.name.index(after: dot)...])
                return self.value(String(entry.name[..<dot]), value, entry.place, entry.field)
            }
            guard isKnown(entry.name, entry.place) else { return nil }
            return verdicts(entry.field).map { .verdict(CheckID(entry.name), $0) }
        }
    }

    private func isKnown(_ check: String, _ place: Place) -> Bool {
        if checkNames.contains(check) { return true }
        log.error(
            place, "there is no check \(Quoted(check))",
            mend: Suggestion.mending(check, among: checkNames + ["any", "all"]))
        return false
    }

    /// One verdict, or a list of them.
    private func verdicts(_ field: Field) -> Set<Verdict>? {
        guard case .list = field.node.content else { return field.choice(of: Verdict.self).map { [$0] } }
        guard let items = field.items() else { return nil }
        if items.isEmpty {
            field.error("\(field.label) has no verdict", mend: "write one like `\(field.name): abnormal`")
            return nil
        }
        var seen = UniqueNames(of: "verdict")
        let verdicts = items.compactMap { item in
            item.choice(of: Verdict.self).flatMap { seen.insert($0.rawValue, item) ? $0 : nil }
        }
        return verdicts.count == items.count ? Set(verdicts) : nil
    }

    private func value(_ check: String, _ name: String, _ place: Place, _ field: Field) -> Condition? {
        guard isKnown(check, place) else { return nil }
        let kind = checks.first { $0.id.text == check }.flatMap { catalogue.check($0.use) }
        let known = kind?.values.first { $0.name == name }
        if let kind, known == nil, !kind.readsMore || name.isEmpty {
            log.error(
                place, "`\(kind.name)` reads no value \(Quoted(name))",
                mend: Suggestion.mending(name, among: kind.values.map(\.name)))
            return nil
        }
        guard let text = field.scalar(wanted: "a comparison") else { return nil }
        guard let comparison = Comparison(written: text), !field.node.isEmpty else {
            field.error("\(field.label) is no comparison", mend: Self.comparisonMending)
            return nil
        }
        if let unit = known?.unit, comparison.asksForWord {
            field.error(
                "\(field.label) is a number (\(unit)), but is compared with a word", mend: Self.comparisonMending)
            return nil
        }
        return .value(ValueName(check: CheckID(check), name: name), comparison)
    }

    private static let comparisonMending = "write one like `\"> 90\"`, `\"<= 5\"`, `\"= 200\"` or `\"!= 200\"`"
}

extension Comparison {
    /// Whether it can hold for a word only, or for everything but a word.
    fileprivate var asksForWord: Bool {
        switch self {
        case .equal(let wanted), .unequal(let wanted): wanted.number == nil
        case .less, .atMost, .greater, .atLeast: false
        }
    }
}

extension Runbook.Response {
    /// The first of its actions that changes the target.
    public func changing(_ catalogue: StepCatalogue) -> Runbook.Action? {
        actions.first { catalogue.action($0.use)?.effect.changesTarget ?? false }
    }

    /// Whether any of it is done because of what was found.
    public func restsOnFindings(_ catalogue: StepCatalogue) -> Bool {
        actions.contains { catalogue.action($0.use)?.restsOnFindings ?? false }
    }
}
