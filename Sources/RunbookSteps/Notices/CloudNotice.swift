public import RunbookModel
public import ServiceHours

/// Something that a cloud tells of itself and that touches a contract (R10).
public struct CloudNotice: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// An outage, or something on the way to one.
        case issue
        /// Work that the cloud has planned.
        case planned
    }

    /// The account, as the contract calls it.
    public let cloud: String
    /// By which the cloud names it, with the target where it is of one machine.
    public let id: String
    /// Another text whenever the cloud says something new of it.
    public let update: String
    public let kind: Kind
    public let title: String
    /// The services and regions, or the machine.
    public let place: String
    /// Nil where it may touch all of the contract.
    public let target: TargetID?
    public let from: Instant?
    /// Nil where the cloud does not say.
    public let until: Instant?
    public let isOver: Bool

    /// The span in which nothing of ours is changed there: until it is told to be over, where its end is not told.
    ///
    /// - Parameter now: when the cloud was asked last.
    public func work(at now: Instant) -> Maintenance? {
        guard !isOver else { return nil }
        let end = until.map { kind == .issue ? max($0, now + .hours(1)) : $0 } ?? max(now, from ?? now) + .hours(24)
        return Maintenance(target: target, from: from ?? now, until: end, reason: "\(id) \(title)")
    }
}

/// What of a cloud is looked at for a contract.
public struct NoticeScope: Hashable, Sendable {
    /// The account, as the contract calls it.
    public let cloud: String
    /// As the cloud names them.
    public let regions: [String]
    /// Empty for every service.
    public let services: [String]
    /// The machines there: their ids by the targets.
    public let machines: [TargetID: String]

    public init(cloud: String, regions: [String], services: [String], machines: [TargetID: String]) {
        self.cloud = cloud
        self.regions = regions
        self.services = services
        self.machines = machines
    }
}

/// Why a cloud's notices are not known.
public struct NoticeTrouble: Error {
    public let words: Words
}
