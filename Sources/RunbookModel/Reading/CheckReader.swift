import Documents
import ServiceHours

struct CheckReader {
    let catalogue: StepCatalogue
    let log: ProblemLog

    /// Ids that mean something else in the decision table.
    private static let reserved = ["any", "all"]

    func read(_ field: Field?) -> [Runbook.Check] {
        guard let items = field?.items() else { return [] }
        if items.isEmpty { field?.error("`checks` is an empty list: there is nothing to decide on") }
        var names = UniqueNames(of: "check")
        return items.compactMap { item in
            guard let section = item.section(RunbookKeys.check) else { return nil }
            return check(section, item, &names)
        }
    }

    private func check(_ section: Section, _ item: Field, _ names: inout UniqueNames) -> Runbook.Check? {
        let id = section["id"].flatMap { field -> String? in
            guard let id = field.identifier() else { return nil }
            if Self.reserved.contains(id) || id.contains(".") {
                field.error("a check cannot be called \(Quoted(id))", mend: "write another name, without a dot")
                return nil
            }
            return names.insert(id, field) ? id : nil
        }
        let title = section["title"]?.text()
        let kind = section["use"].flatMap(kind)
        let steps = StepReader(log: log)
        let with = kind.map {
            steps.values(section["with"], $0.with, of: $0.name, group: "with", at: item.place)
        }
        let expect = kind.map {
            steps.values(section["expect"], $0.expect, of: $0.name, group: "expect", at: item.place)
        }
        let timeout = section["timeout"]?.span(in: .seconds(1) ... .minutes(10)) ?? .seconds(10)
        let attempts = section["attempts"]?.integer(in: 1...10) ?? 2
        let spacing = section["spacing"]?.span(in: .zero ... .minutes(5)) ?? .seconds(5)
        let after = (section["after"]?.items() ?? []).compactMap { $0.identifier().map { CheckID($0) } }
        guard let id, let title, let kind else { return nil }
        return Runbook.Check(
            id: CheckID(id), title: title, use: kind.name, with: with ?? [:], expect: expect ?? [:], timeout: timeout,
            attempts: attempts, spacing: spacing, after: after)
    }

    private func kind(_ field: Field) -> CheckKind? {
        guard let name = field.text() else { return nil }
        guard let kind = catalogue.check(name) else {
            field.error(
                "there is no check of the kind \(Quoted(name))",
                mend: Suggestion.mending(name, among: catalogue.checks.map(\.name)))
            return nil
        }
        return kind
    }
}
