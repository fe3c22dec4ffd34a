public import CallTree
public import ServiceHours

/// What a site folder says, once all of it is right. A site with one error in it is no `Site`.
public struct Site: Sendable {
    /// The folder as it was given.
    public let folder: String
    public let listen: ListenAddress
    /// Addresses or networks (`10.0.0.0/8`) of the proxies in front of the server.
    public let trustedProxies: [String]
    /// The folder of the journal; relative paths begin where the process was started, as `folder` does.
    public let dataFolder: String
    /// Where providers reach the server, `http://…` or `https://…`.
    public let publicURL: String?
    public let operatorDesk: OperatorDesk
    public let operators: [OperatorAccount]
    /// In the order of the file; never empty.
    public let lines: [LineSettings]
    /// Which numbers may be dialled; a driver asks again before it does.
    public let dialling: DiallingRule
    public let mailServer: MailServer?
    public let heartbeat: HeartbeatSettings?
    /// When each day, since midnight in Japan, it is checked whether the coming night is armed; nil for never.
    public let readinessAt: Span?
    /// For how many days names, numbers and texts of alerts are kept in the journal; nil for ever.
    public let retentionDays: Int?
    /// The calendar of all contracts, with the site's holiday table if it has one.
    public let holidays: HolidayCalendar
    public let voices: VoicesSettings
    /// The folder of the site's runbooks; nil when it has none.
    public let runbookFolder: String?
    /// In order of their ids.
    public let contracts: [SiteContract]

    public func contract(_ id: ContractID) -> SiteContract? {
        contracts.first { $0.contract.id == id }
    }
}

/// One file of the folder contracts.
public struct SiteContract: Sendable {
    public let contract: Contract
    public let sources: [ContractSource]
    /// How names of this customer's are read aloud.
    public let readings: [String: String]
    public let runs: RunSettings
}

/// A monitoring system that may send alerts for a contract.
public struct ContractSource: Sendable {
    public let id: SourceID
    /// One of the kinds that the reader was told of.
    public let kind: String
    public let token: Secret
}
