/// One step of the walk of all combinations: a check's verdict, or the region of one of its values; and what each finding
/// does to the rows.
struct DecisionStep {
    struct Finding {
        enum What {
            case verdict(CheckID, Verdict)
            case value(ValueName, ValueRegion)
        }

        let what: What
        /// Rows that cannot match with it.
        let refused: RowSet
        /// Rows whose `any` it meets.
        let meets: RowSet

        var verdict: Verdict? {
            if case .verdict(_, let verdict) = what { verdict } else { nil }
        }
    }

    private enum Subject {
        /// A verdict: the check's number, and those of the checks that come after it.
        case check(Int, followers: RowSet)
        case value
    }

    private let subject: Subject
    /// Normal first, so that examples are mostly normal.
    private let findings: [Finding]
    /// Rows of whose conditions, but for `any`, none is left to be decided.
    private let isDecided: RowSet
    /// Rows with an `any`.
    private let asksForAny: RowSet
    /// Whether no verdict comes any more, so that an `any` that was not met will not be.
    private let isLastVerdict: Bool
    private let hasValueNext: Bool

    /// In the order of the walk: forerunners first, each check before its values.
    static func steps(_ checks: [Runbook.Check], _ rules: [Runbook.Rule]) -> [DecisionStep] {
        let ordered = forerunnersFirst(checks)
        var compared: [ValueName: [Comparison]] = [:]
        for case .value(let name, let comparison) in rules.flatMap(\.conditions) {
            compared[name, default: []].append(comparison)
        }
        /// What is found, by number of the check; a verdict where there is no value.
        let places: [(check: Int, value: ValueName?)] = ordered.indices.flatMap { number in
            let values = compared.keys.filter { $0.check == ordered[number].id }.sorted { $0.name < $1.name }
            return [(number, nil)] + values.map { (number, $0) }
        }
        let lastVerdict = places.lastIndex { $0.value == nil }
        return places.indices.map { place in
            let check = ordered[places[place].check]
            let findings: [Finding.What] =
                if let name = places[place].value {
                    ValueRegion.regions(compared[name] ?? []).map { .value(name, $0) }
                } else {
                    [.normal, .warning, .abnormal, .skipped, .unknown].map { .verdict(check.id, $0) }
                }
            let subject: Subject =
                places[place].value == nil
                ? .check(
                    places[place].check,
                    followers: RowSet(
                        count: ordered.count, ordered.indices.filter { ordered[$0].after.contains(check.id) }))
                : .value
            let rest = places[(place + 1)...]
            return DecisionStep(
                subject: subject, findings: findings.map { finding($0, rules) },
                isDecided: rows(rules) { rule in
                    !rule.conditions.contains { condition in
                        rest.contains { asks(condition, ordered[$0.check].id, $0.value) }
                    }
                },
                asksForAny: rows(rules) { rule in rule.conditions.contains(where: \.isAny) },
                isLastVerdict: place == lastVerdict,
                hasValueNext: places.dropFirst(place + 1).first.map { $0.value != nil } ?? false)
        }
    }

    /// What may be found where these findings came before.
    func possible(_ state: DecisionSpace.State) -> [Finding] {
        switch subject {
        case .check(let number, _):
            let isBlocked = state.blocked.contains(number)
            return findings.filter { finding in
                switch finding.verdict {
                case .normal, .warning, .abnormal: !isBlocked
                case .skipped: isBlocked
                case .unknown, nil: true
                }
            }
        case .value: return state.isSkipped ? findings.filter(\.isNotRead) : findings
        }
    }

    func state(
        _ state: DecisionSpace.State, after finding: Finding, _ normalRows: RowSet
    ) -> DecisionSpace.State {
        var next = state
        if case .check(let number, let followers) = subject, let verdict = finding.verdict {
            next.blocked.remove(number)
            if verdict != .normal { next.blocked.formUnion(followers) }
            if verdict == .unknown || verdict == .skipped { next.isUncertain = true }
            if verdict == .abnormal { next.isAbnormal = true }
            next.isSkipped = verdict == .skipped
        }
        next.isSkipped = next.isSkipped && hasValueNext
        next.open.subtract(finding.refused)
        next.met.formUnion(finding.meets)
        settle(&next)
        next.met.formIntersection(next.open)
        if next.open.isDisjoint(with: normalRows), next.matched.map({ !normalRows.contains($0) }) ?? true {
            next.isUncertain = false
            next.isAbnormal = false
        }
        return next
    }

    /// Finds the first row that matches whatever comes, and closes those that cannot match or stand below it.
    private func settle(_ state: inout DecisionSpace.State) {
        var unmet = asksForAny
        unmet.subtract(state.met)
        if isLastVerdict { state.open.subtract(unmet) }
        var matching = state.open
        matching.formIntersection(isDecided)
        matching.subtract(unmet)
        if let row = matching.first {
            state.matched = row
            state.open.cut(from: row)
        }
    }

    private static func finding(_ what: Finding.What, _ rules: [Runbook.Rule]) -> Finding {
        let refused = rows(rules) { rule in
            rule.conditions.contains { condition in
                switch (condition, what) {
                case (.verdict(let wanted, let verdicts), .verdict(let check, let verdict)):
                    wanted == check && !verdicts.contains(verdict)
                case (.all(let verdicts), .verdict(_, let verdict)): !verdicts.contains(verdict)
                case (.value(let wanted, let comparison), .value(let name, let region)):
                    wanted == name && !region.fulfils(comparison)
                case (.any, _), (.verdict, .value), (.all, .value), (.value, .verdict): false
                }
            }
        }
        let meets = rows(rules) { rule in
            rule.conditions.contains { condition in
                guard case .any(let verdicts) = condition, case .verdict(_, let verdict) = what else { return false }
                return verdicts.contains(verdict)
            }
        }
        return Finding(what: what, refused: refused, meets: meets)
    }

    /// Whether a condition, other than `any`, is still asked at a step that comes.
    private static func asks(_ condition: Condition, _ check: CheckID, _ value: ValueName?) -> Bool {
        switch condition {
        case .verdict(let wanted, _): value == nil && wanted == check
        case .all: value == nil
        case .value(let wanted, _): value == wanted
        case .any: false
        }
    }

    private static func rows(_ rules: [Runbook.Rule], where isIn: (Runbook.Rule) -> Bool) -> RowSet {
        RowSet(count: rules.count, rules.indices.filter { isIn(rules[$0]) })
    }

    private static func forerunnersFirst(_ checks: [Runbook.Check]) -> [Runbook.Check] {
        var ordered: [Runbook.Check] = []
        var waiting = checks
        while !waiting.isEmpty {
            let placed = Set(ordered.map(\.id))
            let ready = waiting.filter { $0.after.allSatisfy(placed.contains) }
            // The reader has refused circles and unknown names.
            if ready.isEmpty { return ordered + waiting }
            ordered += ready
            waiting.removeAll { check in ready.contains { $0.id == check.id } }
        }
        return ordered
    }
}

extension DecisionStep.Finding {
    fileprivate var isNotRead: Bool {
        guard case .value(_, .notRead) = what else { return false }
        return true
    }
}

extension Condition {
    fileprivate var isAny: Bool {
        switch self {
        case .any: true
        case .verdict, .all, .value: false
        }
    }
}
