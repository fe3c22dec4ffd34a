public import Documents
import ServiceHours

/// Reads one runbook: all of it, or every mistake in it with its place.
///
///     let reader = RunbookReader(catalogue: steps)
///     switch reader.read(text, file: "Runbooks/web-server.yaml", id: RunbookID("web-server")) { … }
public struct RunbookReader: Sendable {
    public enum Reading: Sendable {
        case refused([SettingsProblem])
        case runbook(Runbook, warnings: [SettingsProblem])
    }

    let catalogue: StepCatalogue

    public init(catalogue: StepCatalogue) {
        self.catalogue = catalogue
    }

    /// - Parameters:
    ///   - file: how problems call it.
    ///   - id: the id that the file must have; nil when its name does not say.
    public func read(_ text: String, file: String, id: RunbookID?) -> Reading {
        let log = ProblemLog(file: file)
        var found: Runbook?
        if let document = DocumentComposer.compose(text, log: log) {
            let root = Field(node: document, name: "runbook", example: "id: web-server", log: log)
            found = root.section(RunbookKeys.runbook).flatMap { RunbookFileReader(catalogue, log).read($0, id: id) }
        }
        guard let found, !log.hasErrors else { return .refused(log.problems) }
        return .runbook(found, warnings: log.problems)
    }

    /// Every key of a runbook, and every kind of step with its own, as a person reads them.
    public func manual() -> String {
        let tables = RunbookKeys.all.map(\.paragraph)
        let checks = catalogue.checks.map { kind in
            StepManual.paragraph(
                "check \(kind.name): \(kind.title.english)", [("with", kind.with), ("expect", kind.expect)])
                + StepManual.values(kind.values)
        }
        let actions = catalogue.actions.map { kind in
            StepManual.paragraph(
                "action \(kind.name): \(kind.title.english) (\(kind.effect.rawValue))", [("with", kind.with)])
        }
        return (tables + checks + actions).joined(separator: "\n\n") + "\n"
    }
}

/// How the kinds of steps are explained.
enum StepManual {
    static func paragraph(_ title: String, _ groups: [(String, [StepKey])]) -> String {
        var lines = [title]
        for (group, keys) in groups {
            for key in keys {
                let standing = key.byDefault.map { "default \($0)" } ?? "required"
                lines.append("  \(group).\(key.name)  \(key.meaning) (\(standing)), e.g. \(key.name): \(key.example)")
            }
        }
        return lines.joined(separator: "\n")
    }

    static func values(_ values: [CheckKind.Value]) -> String {
        values.map { "\n  reads \($0.name)  \($0.meaning)\($0.unit.map { " (\($0))" } ?? "")" }.joined()
    }
}

/// The parts of one runbook's file.
struct RunbookFileReader {
    let catalogue: StepCatalogue
    let log: ProblemLog

    init(_ catalogue: StepCatalogue, _ log: ProblemLog) {
        self.catalogue = catalogue
        self.log = log
    }

    func read(_ section: Section, id wanted: RunbookID?) -> Runbook? {
        _ = section["version"]?.integer(in: 1...1)
        let id = section["id"]?.identifier()
        if let id, let wanted, id != wanted.text {
            log.error(
                section.place(of: "id"), "the id \(Quoted(id)) is not the name of the file",
                mend: "write `id: \(wanted.text)`, or name the file \(id).yaml")
        }
        let title = section["title"]?.text()
        let purpose = section["purpose"]?.text() ?? ""
        let targets = names(section["for"], of: "kind of target")
        let parameters = ParameterReader(log: log).read(section["parameters"])
        let checks = CheckReader(catalogue: catalogue, log: log).read(section["checks"])
        let responses = ResponseReader(catalogue: catalogue, log: log).read(section["responses"])
        let rules = RuleReader(catalogue: catalogue, checks: checks, responses: responses, log: log)
            .read(section["decide"])
        let verification = section["verify"].flatMap { VerificationReader(checks: checks, log: log).read($0) }
        guard let id, let title, !log.hasErrors else { return nil }
        let runbook = Runbook(
            id: RunbookID(id), title: title, purpose: purpose, targets: targets, parameters: parameters,
            checks: checks, rules: rules, responses: responses, verification: verification)
        RunbookLint(runbook: runbook, catalogue: catalogue, section: section, log: log).run()
        return runbook
    }

    private func names(_ field: Field?, of what: String) -> [String] {
        guard let items = field?.items() else { return [] }
        if items.isEmpty { field?.error("`for` is an empty list: it could be run on nothing") }
        var seen = UniqueNames(of: what)
        return items.compactMap { item in
            guard let name = item.identifier(), seen.insert(name, item) else { return nil }
            return name
        }
    }
}

struct ParameterReader {
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
            let title = section["title"]?.text()
            let kind = section["type"]?.choice(of: Runbook.Parameter.Kind.self)
            let pattern = section["pattern"].flatMap(pattern)
            let byDefault = section["default"]?.text()
            guard let title, let kind else { return nil }
            return Runbook.Parameter(name: entry.name, title: title, kind: kind, pattern: pattern, byDefault: byDefault)
        }
    }

    private func pattern(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
            field.error("`pattern` is no regular expression in slashes")
            return nil
        }
        return String(text.dropFirst().dropLast())
    }
}
