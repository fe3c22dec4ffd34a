public import CallTree
public import ServiceHours

/// What a call needs for its words beside the announcement.
public struct SpokenNotice: Hashable, Sendable {
    /// As it is spoken.
    public let customer: String
    /// Of the announced incidents, the one to be told first.
    public let incidents: [SpokenIncident]
    /// What a runbook beside the calls has found and done; empty when none runs.
    public let finding: String

    public init(customer: String, incidents: [SpokenIncident], finding: String = "") {
        self.customer = customer
        self.incidents = incidents
        self.finding = finding
    }
}

/// Finds what a call needs for its words, as things stand; nil when the engine has ended.
public typealias NoticeFinder = @Sendable (Announcement, Language) async -> SpokenNotice?
