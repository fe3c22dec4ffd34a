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

    let catalogue: StepCatalogue
    let patterns: PatternJudge

    public init(catalogue: StepCatalogue, patterns: PatternJudge) {
        self.catalogue = catalogue
        self.patterns = patterns
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
                RunbookFileReader(catalogue: catalogue, patterns: patterns, log: log).read($0, id: id)
            }
        }
        guard let found, !log.hasErrors else { return .refused(log.problems) }
        return .runbook(found, warnings: log.problems)
    }

    /// Every key of a runbook, and every kind of step with its own, as a person reads them.
    public func manual() -> String { StepManual.text(catalogue) }
}
