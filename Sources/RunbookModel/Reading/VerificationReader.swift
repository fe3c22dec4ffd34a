import Documents
import ServiceHours

struct VerificationReader {
    let catalogue: StepCatalogue
    let checks: [Runbook.Check]
    /// The ids of all checks that are written, also of those with a mistake.
    let checkNames: [String]
    let responses: [Runbook.Response]
    /// As `checkNames`.
    let responseNames: [String]
    let log: ProblemLog

    func read(_ field: Field) -> Runbook.Verification? {
        guard let section = field.section(RunbookKeys.verify) else { return nil }
        let named = section["checks"].map(named) ?? []
        let from = section["from"]?.span(in: .zero ... .hours(1)) ?? .seconds(30)
        let every = section["every"]?.span(in: .seconds(5) ... .minutes(30)) ?? .seconds(30)
        let rounds = section["rounds"]?.integer(in: 2...10) ?? 2
        guard let deadline = section["deadline"]?.span(in: .minutes(1) ... .hours(4)) else { return nil }
        // The ranges keep the sum far from overflow.
        let least = Span(microseconds: from.microseconds + Int64(rounds - 1) * every.microseconds)
        if least > deadline {
            section["deadline"]?.error(
                "the good rounds take \(least.settingsText) at least, but the deadline is \(deadline.settingsText)",
                mend: "write a later deadline, fewer rounds or less time between them")
        }
        // Of copies the platform alone can tell.
        if let place = section["checks"]?.place, responses.contains(where: { $0.restsOnFindings(catalogue) }) {
            refuseOwnAnswers(named, at: place)
        }
        return Runbook.Verification(
            checks: withThoseBefore(named), newer: section["newer"].map { newer($0, of: named) } ?? [], from: from,
            every: every, rounds: rounds, deadline: deadline,
            otherwise: section["otherwise"].flatMap(telling))
    }

    /// What was not proven is not followed by another change: a person goes on.
    private func telling(_ field: Field) -> ResponseID? {
        guard let name = field.identifier() else { return nil }
        guard responseNames.contains(name) else {
            field.error("there is no response \(Quoted(name))", mend: Suggestion.mending(name, among: responseNames))
            return nil
        }
        if let changing = responses.first(where: { $0.id.text == name })?.changing(catalogue) {
            field.error(
                "the response \(Quoted(name)) changes the target (`\(changing.id)`), and what was done before has not worked",
                mend: "name one that only tells people")
        }
        return ResponseID(name)
    }

    /// Written `check.value`, of a check that the proof looks at.
    private func newer(_ field: Field, of named: [CheckID]) -> [ValueName] {
        (field.items() ?? []).compactMap { item in
            guard let text = item.text() else { return nil }
            let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2, let check = checks.first(where: { $0.id.text == parts[0] }),
                named.contains(check.id)
            else {
                item.error(
                    "\(Quoted(text)) is no value of a check of this proof", mend: "write it like `inside.bootTime`")
                return nil
            }
            let known = catalogue.check(check.use)
            let values = known?.values.map(\.name) ?? []
            guard values.contains(parts[1]) || known?.readsMore ?? true else {
                item.error(
                    "the check \(check.id) reads no \(Quoted(parts[1]))",
                    mend: Suggestion.mending(parts[1], among: values))
                return nil
            }
            return ValueName(check: check.id, name: parts[1])
        }
    }

    private func named(_ field: Field) -> [CheckID] {
        guard let items = field.items() else { return [] }
        if items.isEmpty { field.error("`checks` is an empty list: nothing would be proven") }
        var seen = UniqueNames(of: "check")
        return items.compactMap { item in
            guard let name = item.identifier(), seen.insert(name, item) else { return nil }
            guard checkNames.contains(name) else {
                item.error("there is no check \(Quoted(name))", mend: Suggestion.mending(name, among: checkNames))
                return nil
            }
            return CheckID(name)
        }
    }

    /// That an action says it is done proves nothing: at least one check must look at the target itself.
    private func refuseOwnAnswers(_ named: [CheckID], at place: Place) {
        let kinds = checks.filter { named.contains($0.id) }.compactMap { catalogue.check($0.use) }
        // With a mistake in one of them it cannot be told.
        guard !kinds.isEmpty, kinds.count == named.count, !kinds.contains(where: \.signal.provesTarget) else { return }
        log.error(
            place,
            "none of these checks looks at the target itself: who runs the platform, and we, cannot prove it well",
            mend: "add a check from outside, from within, or of a monitoring system")
    }

    /// In the order of the file. A check whose forerunner is not normal is skipped, and a skipped check proves nothing.
    private func withThoseBefore(_ named: [CheckID]) -> [CheckID] {
        var wanted = Set(named)
        var waiting = named
        while let next = waiting.popLast() {
            for before in checks.first(where: { $0.id == next })?.after ?? [] where wanted.insert(before).inserted {
                waiting.append(before)
            }
        }
        return checks.map(\.id).filter(wanted.contains)
    }
}
