public import CallTree
public import ServiceHours

/// What a cloud tells of itself and that touches a contract, as the console shows it.
public struct ConsoleNotice: Hashable, Sendable {
    public let contract: ContractID
    /// By which the cloud names it.
    public let id: String
    /// An outage; else planned work.
    public let isIssue: Bool
    public let title: String
    /// Services and regions, or the machine.
    public let place: String
    public let from: Instant?
    public let until: Instant?

    public init(
        contract: ContractID, id: String, isIssue: Bool, title: String, place: String, from: Instant?, until: Instant?
    ) {
        self.contract = contract
        self.id = id
        self.isIssue = isIssue
        self.title = title
        self.place = place
        self.from = from
        self.until = until
    }
}

/// The way to whoever knows what clouds have told.
public struct NoticeDoor: Sendable {
    let current: @Sendable () -> [ConsoleNotice]

    /// - Parameter current: those that are not over; returns at once.
    public init(_ current: @escaping @Sendable () -> [ConsoleNotice]) {
        self.current = current
    }

    /// Of a server that asks no cloud.
    public static let none = NoticeDoor { [] }
}
