import Documents

/// What is odd about rows that lead to a change, and about the change itself. Each of these would be found out on the night
/// that it is needed: the guards refuse, no contract consents, or the proof passes over what was wrong.
struct RecoveryLint {
    let runbook: Runbook
    let catalogue: StepCatalogue
    let places: RunbookPlaces
    /// Whether some contract allows an action of that kind on such targets; nil when no contracts are known.
    let allows: RunbookReader.Allowing?
    let log: ProblemLog

    func run() {
        for (place, rule) in zip(places.rules, runbook.rules) {
            guard let response = runbook.responses.first(where: { $0.id == rule.response }),
                response.changing(catalogue) != nil
            else { continue }
            if response.restsOnFindings(catalogue) { findTooFewSignals(rule, response, at: place) }
            findUnproven(rule, response, at: place)
        }
        findForbidden()
    }

    /// The guards want kinds of signal that the row leaves no room for.
    private func findTooFewSignals(_ rule: Runbook.Rule, _ response: Runbook.Response, at place: Place) {
        let signals = Set(
            runbook.checks.filter { rule.leavesRoom(for: .abnormal, of: $0.id) }
                .compactMap { catalogue.check($0.use)?.signal }.filter(\.tellsOfTarget))
        guard signals.count < response.guards.signals else { return }
        log.warning(
            place,
            "`\(response.id)` wants \(response.guards.signals) kinds of signal to be abnormal, but here it can be \(signals.count) at most",
            mend: "let the row ask for a check of another kind of signal, or write `guards: {signals: …}`")
    }

    /// A check was abnormal, something was done about it, and nobody looks whether it is normal again.
    private func findUnproven(_ rule: Runbook.Rule, _ response: Runbook.Response, at place: Place) {
        guard let verification = runbook.verification else { return }
        for case .verdict(let check, let verdicts) in rule.conditions
        where verdicts.contains(.abnormal) && !verdicts.contains(.normal) && !verification.checks.contains(check) {
            log.warning(
                place, "`\(response.id)` is done because of `\(check)`, but `verify` does not look at it",
                mend: "add it to the `checks` of `verify`")
        }
    }

    private func findForbidden() {
        guard let allows else { return }
        for (response, places) in zip(runbook.responses, places.actions) {
            for (action, place) in zip(response.actions, places)
            where catalogue.action(action.use)?.effect.changesTarget ?? true {
                if allows(action.use, runbook.targets) { continue }
                log.warning(
                    place, "no contract allows the action `\(action.use)` on a target that the runbook is for",
                    mend: "write a consent in a contract: `consents: [{action: \(action.use), …}]`")
            }
        }
    }
}

extension Runbook.Rule {
    /// Whether a check may have this verdict where the row matches, as far as the row alone says.
    fileprivate func leavesRoom(for verdict: Verdict, of check: CheckID) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .verdict(let wanted, let verdicts): wanted != check || verdicts.contains(verdict)
            case .all(let verdicts): verdicts.contains(verdict)
            case .any, .value: true
            }
        }
    }
}
