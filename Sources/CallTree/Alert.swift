public import ServiceHours

/// One message from a monitoring system, in the words of the domain.
public struct Alert: Hashable, Sendable {
    /// What the sender says of the trouble. An update says neither that it began nor that it ended.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case firing, resolved, update
    }

    public let source: SourceID
    /// What makes two alerts the same trouble, within the contract and the source.
    public let dedupKey: String
    public let status: Status
    public let severity: Severity
    /// The severity in the sender's own spelling; nil when it gave none.
    public let severityRaw: String?
    public let name: String
    public let summary: String
    /// When the trouble began by the sender's clock; nil when it gave none. Never decides anything.
    public let startedAt: Instant?
    /// Sorted by name.
    public let labels: [Label]

    public init(
        source: SourceID, dedupKey: String, status: Status, severity: Severity = .unknown, severityRaw: String? = nil,
        name: String = "", summary: String = "", startedAt: Instant? = nil, labels: [Label] = []
    ) {
        self.source = source
        self.dedupKey = dedupKey
        self.status = status
        self.severity = severity
        self.severityRaw = severityRaw
        self.name = name
        self.summary = summary
        self.startedAt = startedAt
        self.labels = labels.sorted { $0.name < $1.name }
    }
}

/// One label of an alert, as Prometheus and Grafana send them.
public struct Label: Hashable, Sendable {
    public let name: String
    public let value: String
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// How bad the trouble is, in the order in which waiting attempts are dialled.
public enum Severity: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    case critical, error, unknown, warning, info

    /// `unknown` stands before `warning`: what nobody graded may be the worst.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

    public var name: String {
        switch self {
        case .critical: "critical"
        case .error: "error"
        case .unknown: "unknown"
        case .warning: "warning"
        case .info: "info"
        }
    }
}
