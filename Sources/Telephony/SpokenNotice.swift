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
    /// Who was called about them before, in the order of the calls, as their names are spoken.
    public let called: [String]

    /// How the contract wants names read.
    public let readings: [String: String]

    public init(
        customer: String, incidents: [SpokenIncident], finding: String = "", called: [String] = [],
        readings: [String: String] = [:]
    ) {
        self.customer = customer
        self.incidents = incidents
        self.finding = finding
        self.called = called
        self.readings = readings
    }
}

/// Finds what a call needs for its words, as things stand; nil when the engine has ended.
public typealias NoticeFinder = @Sendable (Announcement, Language) async -> SpokenNotice?

/// Finds what a call would announce if it were answered now; nil when it is no longer owed.
public typealias AnnouncementFinder = @Sendable (TryID) async -> Announcement?
