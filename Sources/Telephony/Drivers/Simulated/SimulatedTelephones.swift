public import CallTree

/// Whose telephone it is. Two contracts may hold the same person; each has a telephone of its own here.
public struct TelephoneOwner: Hashable, Sendable {
    public let contract: ContractID
    public let contact: ContactID

    public init(contract: ContractID, contact: ContactID) {
        self.contract = contract
        self.contact = contact
    }

    init(_ request: DialRequest) {
        self.init(contract: request.contract, contact: request.contact)
    }
}

/// A telephone of the simulated world, as it is at one moment.
public struct SimulatedTelephone: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case quiet
        case ringing
        /// Somebody or something has picked up; what the call is saying.
        case talking(Speech)
    }

    public let owner: TelephoneOwner
    public let state: State
    /// A person decides what it does, and the site's answers do not.
    public let isByHand: Bool

    init(owner: TelephoneOwner, call: SimulatedCall?, isByHand: Bool) {
        self.owner = owner
        self.isByHand = isByHand
        state =
            switch call?.phase {
            case nil, .over: .quiet
            case .dialling, .ringing: .ringing
            case .talking: .talking(call?.speech ?? .nothing)
            }
    }
}

/// What a person can do with a telephone.
public enum TelephoneDeed: Hashable, Sendable {
    case pickUp
    /// Lets a machine pick up.
    case answerByMachine
    case press(Key)
    /// Ends a conversation, or turns a ringing call away.
    case hangUp
    /// Leaves it alone, whatever the site says of this call.
    case letRing
}

/// All telephones behind the simulated lines of a site, for a person who wants to try the tree out.
///
///     telephones.setByHand(true, for: owner)
///     telephones.handle(.pickUp, at: owner)
public struct SimulatedTelephones: Sendable {
    private let lines: [SimulatedLine]

    public init(lines: [SimulatedLine]) {
        self.lines = lines
    }

    /// Whether the site has a simulated line at all.
    public var exist: Bool { !lines.isEmpty }

    public func telephone(of owner: TelephoneOwner) -> SimulatedTelephone {
        let found = lines.compactMap { $0.telephone(of: owner) }
        return found.first { $0.state != .quiet } ?? found.first
            ?? SimulatedTelephone(owner: owner, call: nil, isByHand: false)
    }

    /// By hand: a call rings until a person does something, and a call under way is taken over at once. Otherwise the
    /// next call is answered as the site says.
    public func setByHand(_ isByHand: Bool, for owner: TelephoneOwner) {
        for line in lines { line.setByHand(isByHand, owner) }
    }

    /// - Returns: false when it cannot be done now, such as a key while nobody talks.
    @discardableResult
    public func handle(_ deed: TelephoneDeed, at owner: TelephoneOwner) -> Bool {
        // The telephone rings on one line at most.
        lines.contains { $0.handle(owner, deed) }
    }
}
