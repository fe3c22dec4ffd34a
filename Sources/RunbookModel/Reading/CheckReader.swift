import Documents
import ServiceHours

struct CheckReader {
    let catalogue: StepCatalogue
    let steps: StepReader
    let log: ProblemLog

    /// A check and where it names those that come first.
    private struct Written {
        let check: Runbook.Check
        let after: [(id: CheckID, field: Field)]
    }

    /// Ids that mean something else in the decision table.
    private static let reserved = ["any", "all"]

    func read(_ field: Field?) -> [Runbook.Check] {
        guard let field, let items = field.items() else { return [] }
        if items.isEmpty { field.error("`checks` is an empty list: there is nothing to decide on") }
        var names = UniqueNames(of: "check")
        let written = items.compactMap { item in
            item.section(RunbookKeys.check).flatMap { check($0, item, &names) }
        }
        refuseUnknown(written, field.writtenIDs)
        refuseCircles(written)
        return written.map(\.check)
    }

    private func check(_ section: Section, _ item: Field, _ names: inout UniqueNames) -> Written? {
        let id = section["id"].flatMap { freshID($0, &names) }
        let title = section["title"]?.text()
        let kind = section["use"].flatMap(kind)
        // Both are asked for even when the kind is not known, so that empty ones are told.
        let (withField, expectField) = (section["with"], section["expect"])
        let with = kind.map { steps.values(withField, $0.with, of: $0.name, group: "with", at: item.place) }
        let expect = kind.map { steps.values(expectField, $0.expect, of: $0.name, group: "expect", at: item.place) }
        let timeout = section["timeout"]?.span(in: .seconds(1) ... .minutes(10)) ?? .seconds(10)
        let attempts = section["attempts"]?.integer(in: 1...10) ?? 2
        let spacing = section["spacing"]?.span(in: .zero ... .minutes(5)) ?? .seconds(5)
        let after = section["after"].map(ids) ?? []
        guard let id, let title, let kind else { return nil }
        let check = Runbook.Check(
            id: CheckID(id), title: title, use: kind.name, with: with ?? [:], expect: expect ?? [:], timeout: timeout,
            attempts: attempts, spacing: spacing, after: after.map(\.id))
        return Written(check: check, after: after)
    }

    private func freshID(_ field: Field, _ names: inout UniqueNames) -> String? {
        guard let id = field.identifier() else { return nil }
        if Self.reserved.contains(id) || id.contains(".") {
            field.error("a check cannot be called \(Quoted(id))", mend: "write another name, without a dot")
            return nil
        }
        return names.insert(id, field) ? id : nil
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

    private func ids(_ field: Field) -> [(id: CheckID, field: Field)] {
        var seen = UniqueNames(of: "check")
        return (field.items() ?? []).compactMap { item in
            item.identifier().flatMap { seen.insert($0, item) ? (CheckID($0), item) : nil }
        }
    }

    private func refuseUnknown(_ written: [Written], _ names: [String]) {
        for (id, field) in written.flatMap(\.after) where !names.contains(id.text) {
            field.error("there is no check \(Quoted(id.text))", mend: Suggestion.mending(id.text, among: names))
        }
    }

    /// Checks that wait for one another would never be made.
    private func refuseCircles(_ written: [Written]) {
        for one in written {
            guard let circle = circle(from: one.check.id, written), let first = one.after.first,
                // Told once, at the check of the circle that comes first in the file.
                written.first(where: { circle.contains($0.check.id) })?.check.id == one.check.id
            else { continue }
            let way = (circle + [one.check.id]).map(\.text).joined(separator: " → ")
            first.field.error("checks wait for one another: \(way)", mend: "remove one of these `after`")
        }
    }

    /// The shortest way along `after` back to where it began; nil where there is none.
    private func circle(from start: CheckID, _ written: [Written]) -> [CheckID]? {
        var ways = [[start]]
        var seen: Set<CheckID> = []
        while !ways.isEmpty {
            let way = ways.removeFirst()
            guard let last = way.last, let check = written.first(where: { $0.check.id == last })?.check else {
                continue
            }
            for next in check.after {
                if next == start { return way }
                if seen.insert(next).inserted { ways.append(way + [next]) }
            }
        }
        return nil
    }
}
