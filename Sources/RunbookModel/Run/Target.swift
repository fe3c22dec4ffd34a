public import ServiceHours

/// One thing of the customer's that runbooks may look at.
public struct Target: Hashable, Sendable {
    public let id: TargetID
    /// The word under `for` in runbooks: machine, service, domain …
    public let kind: String
    public let title: String
    /// What fails together: an availability set, a region, a rack. Nil when nothing is known of it.
    public let group: String?

    public init(id: TargetID, kind: String, title: String, group: String? = nil) {
        self.id = id
        self.kind = kind
        self.title = title
        self.group = group
    }
}

/// The dated record that a contract allows an action on a target.
public struct Consent: Hashable, Sendable {
    /// The kind of action, as the catalogue names it.
    public let action: String
    /// Nil: every target of the contract. Never enough for an action that may lose data.
    public let target: TargetID?
    /// Who gave it, for instance `株式会社アクメ 佐藤`.
    public let by: String
    /// In Japan time, both days included.
    public let from: CivilDate
    public let through: CivilDate

    public init(action: String, target: TargetID?, by: String, from: CivilDate, through: CivilDate) {
        self.action = action
        self.target = target
        self.by = by
        self.from = from
        self.through = through
    }

    /// Whether it allows the action on the target on that day.
    public func allows(_ kind: ActionKind, on target: TargetID, date: CivilDate) -> Bool {
        guard action == kind.name, from <= date, date <= through else { return false }
        switch kind.effect {
        case .destructive: return self.target == target
        case .copies, .disruptive, .outward, .inward, .none: return self.target == nil || self.target == target
        }
    }
}

/// A span in which nobody acts on a target, because somebody works there: the customer, or who runs the cloud.
public struct Maintenance: Hashable, Sendable {
    /// Nil: every target of the contract.
    public let target: TargetID?
    public let from: Instant
    /// Not included.
    public let until: Instant
    public let reason: String

    public init(target: TargetID?, from: Instant, until: Instant, reason: String) {
        self.target = target
        self.from = from
        self.until = until
        self.reason = reason
    }

    public func covers(_ target: TargetID, at instant: Instant) -> Bool {
        from <= instant && instant < until && (self.target == nil || self.target == target)
    }
}
