public import CallTree
public import RunbookModel
public import ServiceHours

/// What a contract says of runs: what may be looked at, what may be done to it, and with what.
public struct RunSettings: Sendable {
    /// In the order of the file.
    public var targets: [TargetSettings] = []
    public var terms = RunTerms()
    public var allowed = Allowed()
    /// By the names that runbooks call them.
    public var secrets: [String: Secret] = [:]
    /// By the names that runbooks call them.
    public var clouds: [String: CloudAccount] = [:]
    /// The mail addresses of vendors, by the names that runbooks call them.
    public var vendors: [String: String] = [:]
    /// What alerts start by themselves.
    public var standing: [StandingSettings] = []
    /// What is looked at once a day.
    public var watches: [WatchSettings] = []
    /// Whose notices are passed on.
    public var notices: [NoticeSettings] = []

    public func target(_ id: TargetID) -> TargetSettings? {
        targets.first { $0.target.id == id }
    }
}

/// One thing that runbooks may look at, with what they must know of it.
public struct TargetSettings: Sendable {
    public let target: Target
    /// The alerts that are about it: those that an action of ours on it causes call nobody. Nil when none are named.
    public let alerts: Designation?
    /// Values for parameters of runbooks, by their names. A runbook that knows no such parameter does without it.
    public let parameters: [String: String]
}

/// What a contract has looked at once a day.
public struct WatchSettings: Sendable {
    public let name: String
    public let target: TargetID
    public let runbook: RunbookID
    /// Since midnight in Japan.
    public let at: Span
    public let investigation: RunbookID?
}

/// A cloud whose notices of outages and planned work are passed on (R10).
public struct NoticeSettings: Sendable {
    /// The account, as the contract calls it.
    public let cloud: String
    /// As the cloud names them.
    public let regions: [String]
    /// Empty for every service.
    public let services: [String]
}

/// A run that an alert starts beside the calls: the customer's standing consent.
public struct StandingSettings: Sendable {
    public let when: Designation
    public let runbook: RunbookID
    public let target: TargetID
}
