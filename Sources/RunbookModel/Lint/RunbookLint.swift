import Documents

/// What is wrong with a runbook as a whole, when every part of it is right.
///
/// Errors are what could leave a run without a conclusion, or with a false one: a combination of verdicts that no row
/// covers, and a row that concludes normal where something is not known. Warnings are what says nothing, as rows that
/// never match and checks, responses and parameters that nothing uses, and what would disappoint on the night that it is
/// needed (`RecoveryLint`).
struct RunbookLint {
    let runbook: Runbook
    let catalogue: StepCatalogue
    let places: RunbookPlaces
    /// Whether some contract allows an action of that kind on such targets; nil when no contracts are known.
    let allows: RunbookReader.Allowing?
    let log: ProblemLog

    func run() {
        judgeTable()
        findUnusedChecks()
        findUnusedResponses()
        findUnusedParameters()
        findNeedlessProof()
        findBareParameters()
        RecoveryLint(runbook: runbook, catalogue: catalogue, places: places, allows: allows, log: log).run()
    }

    private func judgeTable() {
        guard let answer = DecisionSpace(checks: runbook.checks, rules: runbook.rules).explore() else {
            log.warning(
                places.decide, "the table is too large to decide whether its rows cover everything",
                mend: "write rows of fewer conditions, and a last row without any")
            return
        }
        for row in answer.neverFirst where runbook.rules.indices.contains(row - 1) {
            let rule = runbook.rules[row - 1]
            let alone = DecisionSpace(checks: runbook.checks, rules: [rule]).explore()
            let isContradiction = alone?.neverFirst == [1]
            log.warning(
                place(of: row, in: places.rules),
                isContradiction
                    ? "row \(row) can never match: its conditions contradict each other or the checks' `after`"
                    : "row \(row) can never match: the rows above it match first",
                mend: isContradiction ? "correct its conditions, or remove it" : "move it up, or remove it")
        }
        if let uncovered = answer.uncovered {
            log.error(
                places.decide, "no row covers: \(uncovered)",
                mend: "add a row for it, or a last row without `when` that concludes unknown")
        }
        for (row, combination) in answer.falselyNormal {
            log.error(
                place(of: row, in: places.rules), "row \(row) concludes normal where it is not known: \(combination)",
                mend: "ask for `all: normal`, or let a row above take `any: [unknown, skipped]`")
        }
        for (row, combination) in answer.boldlyNormal where !answer.falselyNormal.contains(where: { $0.row == row }) {
            log.warning(
                place(of: row, in: places.rules), "row \(row) concludes normal where a check is not: \(combination)",
                mend: "ask for `all: normal`, or let a row above take `any: abnormal`")
        }
    }

    private func findUnusedChecks() {
        var used = Set(runbook.checks.flatMap(\.after)).union(runbook.verification?.checks ?? [])
        for condition in runbook.rules.flatMap(\.conditions) {
            switch condition {
            case .verdict(let check, _): used.insert(check)
            case .value(let name, _): used.insert(name.check)
            case .any, .all: return
            }
        }
        for (check, place) in zip(runbook.checks, places.checks) where !used.contains(check.id) {
            log.warning(
                place, "nothing looks at the check `\(check.id)`: not `decide`, not `verify`, not `after`",
                mend: "use it in `decide`, or remove it")
        }
    }

    private func findUnusedResponses() {
        let used = Set(runbook.rules.compactMap(\.response) + [runbook.verification?.otherwise].compactMap(\.self))
        for (response, place) in zip(runbook.responses, places.responses) where !used.contains(response.id) {
            log.warning(place, "no row leads to the response `\(response.id)`", mend: "write a row, or remove it")
        }
    }

    private func findUnusedParameters() {
        let steps =
            runbook.checks.flatMap { Array($0.with.values) + Array($0.expect.values) }
            + runbook.responses.flatMap(\.actions).flatMap { Array($0.with.values) }
        var used: Set<String> = []
        for text in steps.flatMap(\.allTexts) {
            for case .parameter(let name) in Placeholders.parts(of: text) ?? [] { used.insert(name) }
        }
        for (parameter, place) in zip(runbook.parameters, places.parameters) where !used.contains(parameter.name) {
            log.warning(
                place, "nothing uses the parameter `\(parameter.name)`",
                mend: "write `{\(parameter.name)}` where it is meant, or remove it")
        }
    }

    /// What people read is shown as it is written: only what steps are given is filled in.
    private func findBareParameters() {
        let shown =
            Array(zip(runbook.rules.map(\.sentence), places.rules))
            + Array(zip(runbook.checks.map(\.title), places.checks))
            + Array(zip(runbook.responses.map(\.title), places.responses))
        for (text, place) in shown {
            let names = (Placeholders.parts(of: text) ?? []).compactMap { part in
                if case .parameter(let name) = part { name } else { nil }
            }
            guard let name = names.first(where: { name in runbook.parameters.contains { $0.name == name } }) else {
                continue
            }
            log.warning(
                place, "`{\(name)}` is filled in only in what steps are given, not in titles and sentences",
                mend: "say it without the parameter")
        }
    }

    private func findNeedlessProof() {
        guard runbook.verification != nil, runbook.responses.allSatisfy({ $0.changing(catalogue) == nil }) else {
            return
        }
        log.warning(
            places.verify, "no response changes anything, so that there is nothing to prove", mend: "remove `verify`")
    }

    private func place(of row: Int, in places: [Place]) -> Place {
        places.indices.contains(row - 1) ? places[row - 1] : .wholeFile
    }
}
