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
