public import Documents

/// Reads one runbook: all of it, or every mistake in it with its place.
///
///     let reader = RunbookReader(catalogue: steps, patterns: patterns)
///     switch reader.read(text, file: "Runbooks/web-server.yaml", id: RunbookID("web-server")) { … }
public struct RunbookReader: Sendable {
    public enum Reading: Sendable {
        case refused([SettingsProblem])
        case runbook(Runbook, warnings: [SettingsProblem])
    }

    /// Whether some contract allows an action of a kind on some target of these kinds.
    public typealias Allowing = @Sendable (_ action: String, _ targets: [TargetKind]) -> Bool

    let catalogue: StepCatalogue
    let patterns: PatternJudge
    let allows: Allowing?

    /// - Parameter allows: given, actions that no contract allows are warned of.
    public init(catalogue: StepCatalogue, patterns: PatternJudge, allows: Allowing? = nil) {
        self.catalogue = catalogue
        self.patterns = patterns
        self.allows = allows
    }

    /// - Parameters:
    ///   - bytes: the file as it is stored.
    ///   - file: how problems call it.
    ///   - id: the id that the file must have; nil when its name does not say.
    public func read(_ bytes: [UInt8], file: String, id: RunbookID?) -> Reading {
        let log = ProblemLog(file: file)
        guard let text = DocumentText.read(bytes, log: log) else { return .refused(log.problems) }
        return read(text, log, id: id)
    }

    /// The same for a text that is known to be one.
    public func read(_ text: String, file: String, id: RunbookID?) -> Reading {
        read(Array(text.utf8), file: file, id: id)
    }

    private func read(_ text: String, _ log: ProblemLog, id: RunbookID?) -> Reading {
        var found: Runbook?
        if let document = DocumentComposer.compose(text, log: log) {
            let root = Field(node: document, name: "runbook", example: "id: web-server", log: log)
            found = root.section(RunbookKeys.runbook).flatMap {
                RunbookFileReader(catalogue: catalogue, patterns: patterns, allows: allows, log: log).read($0, id: id)
            }
        }
        guard let found, !log.hasErrors else { return .refused(log.problems) }
        return .runbook(found, warnings: log.problems)
    }

    /// Every key of a runbook, and every kind of step with its own, as a person reads them.
    public func manual() -> String { StepManual.text(catalogue) }
}
