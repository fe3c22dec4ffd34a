import Documents

/// How the keys of a runbook and the kinds of steps are explained.
enum StepManual {
    static func text(_ catalogue: StepCatalogue) -> String {
        let tables = RunbookKeys.all.map(\.paragraph)
        let targets = "kinds of target: " + TargetKind.allCases.map(\.rawValue).joined(separator: ", ")
        let checks = catalogue.checks.map { kind in
            paragraph(
                "check \(kind.name): \(kind.title.english) (\(kind.signal.rawValue))",
                [("with", kind.with), ("expect", kind.expect)]) + values(kind)
        }
        let actions = catalogue.actions.map { kind in
            paragraph("action \(kind.name): \(kind.title.english) (\(kind.effect.rawValue))", [("with", kind.with)])
        }
        return (tables + [targets] + checks + actions).joined(separator: "\n\n") + "\n"
    }

    private static func paragraph(_ title: String, _ groups: [(String, [StepKey])]) -> String {
        var lines = [title]
        for (group, keys) in groups {
            for key in keys {
                let standing = key.byDefault.map { "default \($0)" } ?? "required"
                lines.append("  \(group).\(key.name)  \(key.meaning) (\(standing)), e.g. \(key.name): \(key.example)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func values(_ kind: CheckKind) -> String {
        let known = kind.values.map { "\n  reads \($0.name)  \($0.meaning)\($0.unit.map { " (\($0))" } ?? "")" }
        return known.joined() + (kind.readsMore ? "\n  reads further values that what it looks at names" : "")
    }
}
