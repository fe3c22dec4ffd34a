/// What the checks of one round may have found, as far as the decision table can tell it apart.
struct Combination: Hashable {
    /// In the order in which the space was walked.
    var verdicts: [(check: CheckID, verdict: Verdict)] = []
    var values: [(name: ValueName, region: ValueRegion)] = []

    static func == (left: Combination, right: Combination) -> Bool {
        left.verdicts.elementsEqual(right.verdicts, by: ==) && left.values.elementsEqual(right.values, by: ==)
    }

    func hash(into hasher: inout Hasher) {
        for (check, verdict) in verdicts {
            hasher.combine(check)
            hasher.combine(verdict)
        }
        for (name, region) in values {
            hasher.combine(name)
            hasher.combine(region)
        }
    }
}

extension Combination: CustomStringConvertible {
    /// "`page` abnormal, `disk.disk` above 90, all other checks normal": normal ones are not named one by one.
    var description: String {
        let odd = verdicts.filter { $0.verdict != .normal }
        let isAllNormal = odd.isEmpty
        var parts = odd.map { "`\($0.check)` \($0.verdict.rawValue)" } + values.map { "`\($0.name)` \($0.region)" }
        if isAllNormal {
            parts.insert("every check normal", at: 0)
        } else if odd.count < verdicts.count {
            parts.append("all other checks normal")
        }
        return parts.joined(separator: ", ")
    }
}
