import Documents

struct ParameterReader {
    let patterns: PatternJudge
    let log: ProblemLog

    func read(_ field: Field?) -> [Runbook.Parameter] {
        guard let entries = field?.entries() else { return [] }
        return entries.compactMap { entry in
            guard Placeholders.isName(entry.name) else {
                log.error(
                    entry.place, "\(Quoted(entry.name)) is no name of a parameter",
                    mend: "write a letter, then letters, digits and `_`, at most 64")
                return nil
            }
            guard let section = entry.field.section(RunbookKeys.parameter) else { return nil }
            return parameter(entry.name, section)
        }
    }

    private func parameter(_ name: String, _ section: Section) -> Runbook.Parameter? {
        let title = section["title"]?.text()
        let kind = section["type"]?.choice(of: Runbook.Parameter.Kind.self)
        let pattern = section["pattern"].flatMap(pattern)
        let defaultField = section["default"]
        let byDefault = defaultField?.text()
        guard let title, let kind else { return nil }
        let parameter = Runbook.Parameter(name: name, title: title, kind: kind, pattern: pattern, byDefault: byDefault)
        if let byDefault, let defaultField, !parameter.takes(byDefault, patterns: patterns) {
            defaultField.error("`default` is no \(kind.wanted)", mend: "write a value that a run could be given")
        }
        return parameter
    }

    private func pattern(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
            field.error("`pattern` is no regular expression in slashes")
            return nil
        }
        let expression = String(text.dropFirst().dropLast())
        if let fault = patterns.fault(expression) {
            field.error("`pattern` \(fault.what)", mend: fault.mending)
            return nil
        }
        return expression
    }
}
