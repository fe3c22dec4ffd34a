/// One rule of a contract's designated alerts: every field that is given must match.
public struct Designation: Sendable {
    public let source: SourceID?
    /// Each label must be there and match.
    public let labels: [(name: String, pattern: TextPattern)]
    public let name: TextPattern?
    public let severity: TextPattern?
    /// Matched against the summary.
    public let text: TextPattern?

    public init(
        source: SourceID? = nil, labels: [(name: String, pattern: TextPattern)] = [], name: TextPattern? = nil,
        severity: TextPattern? = nil, text: TextPattern? = nil
    ) {
        self.source = source
        self.labels = labels
        self.name = name
        self.severity = severity
        self.text = text
    }

    public func matches(_ alert: Alert) -> Bool {
        if let source, source != alert.source { return false }
        if let name, !name.matches(alert.name) { return false }
        if let severity, !severity.matches(alert.severity.name), !severity.matches(alert.severityRaw ?? "") {
            return false
        }
        if let text, !text.matches(alert.summary) { return false }
        return labels.allSatisfy { rule in
            alert.labels.contains { $0.name == rule.name && rule.pattern.matches($0.value) }
        }
    }
}

/// A text to be met exactly, or a regular expression that the whole text must match (written `/web.*/`).
public struct TextPattern: @unchecked Sendable {
    // A `Regex` is not marked Sendable because it may hold custom parsers; one made from text holds none.
    private enum Form {
        case exact(String)
        case expression(Regex<AnyRegexOutput>)
    }

    public let source: String
    private let form: Form

    /// A text in slashes is a regular expression in Swift's (PCRE-like) syntax.
    /// - Throws: what is wrong with the expression.
    public init(_ source: String) throws {
        self.source = source
        if source.count >= 2, source.hasPrefix("/"), source.hasSuffix("/") {
            form = .expression(try Regex(String(source.dropFirst().dropLast())))
        } else {
            form = .exact(source)
        }
    }

    /// Texts beyond this many characters are cut before an expression sees them, so that a hostile label cannot hold
    /// the engine for long.
    static let lengthLimit = 1_024

    public func matches(_ text: String) -> Bool {
        switch form {
        case .exact(let wanted): text == wanted
        case .expression(let regex): (try? regex.wholeMatch(in: text.prefix(Self.lengthLimit))) != nil
        }
    }
}
