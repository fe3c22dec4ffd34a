public import CallTree
public import RunbookModel

/// What the site says of runs.
public struct RunSite: Sendable {
    public let catalogue: StepCatalogue
    public let standing: [StandingOrder]
    public let expected: [ExpectedAlerts]

    public init(
        catalogue: StepCatalogue = StepCatalogue(checks: [], actions: []), standing: [StandingOrder] = [],
        expected: [ExpectedAlerts] = []
    ) {
        self.catalogue = catalogue
        self.standing = standing
        self.expected = expected
    }
}

/// What an alert starts by itself, where the contract holds a standing consent.
public struct StandingOrder: Sendable {
    /// The alerts that start it, among those that open an incident.
    public let when: Designation
    public let order: RunOrder

    public init(when: Designation, order: RunOrder) {
        self.when = when
        self.order = order
    }
}

/// Which alerts are about a target. While an action of ours works on it they are of our own doing.
public struct ExpectedAlerts: Sendable {
    public let contract: ContractID
    public let target: TargetID
    public let when: Designation

    public init(contract: ContractID, target: TargetID, when: Designation) {
        self.contract = contract
        self.target = target
        self.when = when
    }
}
