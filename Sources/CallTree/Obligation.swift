public import ServiceHours

/// What is owed at the moment, read off the state. Compared by identity only; the content was frozen when it was born.
///
/// The instant of the next deadline is owed as well; it is one value, `Board.nextDeadline`, and not one obligation each.
public enum Obligation: Hashable, Sendable {
    /// Dial and carry this call; owed until the line reports its end.
    case call(TryID)
    /// Hang this call up; owed until the line reports its end.
    case hangUp(TryID)
    case mail(MailID)
}

/// The obligations of one escalation in short.
public struct OwedCall: Hashable, Sendable {
    public let id: TryID
    /// Whether it is owed as well to hang up.
    public let isHungUp: Bool

    public init(id: TryID, isHungUp: Bool) {
        self.id = id
        self.isHungUp = isHungUp
    }

    public var obligations: [Obligation] {
        isHungUp ? [.call(id), .hangUp(id)] : [.call(id)]
    }
}

/// What a driver must know to place a call.
public struct DialRequest: Hashable, Sendable {
    public let id: TryID
    public let line: LineID
    public let contract: ContractID
    public let contact: ContactID
    public let phone: PhoneNumber
    /// How often the tree has come round to this contact, from 1.
    public let round: Int
    /// How long it rings at most; the engine ends it then, and a provider's own limit must lie beyond.
    public let ringTime: Span
    /// When the request left. It stays the same when the call is asked about after a restart.
    public let placedAt: Instant

    public init(
        id: TryID, line: LineID, contract: ContractID, contact: ContactID, phone: PhoneNumber, round: Int,
        ringTime: Span = CallPolicy().ringTime, placedAt: Instant
    ) {
        self.id = id
        self.line = line
        self.contract = contract
        self.contact = contact
        self.phone = phone
        self.round = round
        self.ringTime = ringTime
        self.placedAt = placedAt
    }
}
