public import CallTree

/// What a call needs for its words beside the announcement.
public struct SpokenNotice: Hashable, Sendable {
    /// As it is spoken.
    public let customer: String
    /// Of the announced incidents, the one to be told first.
    public let incidents: [SpokenIncident]

    public init(customer: String, incidents: [SpokenIncident]) {
        self.customer = customer
        self.incidents = incidents
    }
}

/// Finds what a call needs for its words, as things stand; nil when the engine has ended.
public typealias NoticeFinder = @Sendable (Announcement) async -> SpokenNotice?
