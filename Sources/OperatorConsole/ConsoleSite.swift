public import AlertSources
public import CallTree

/// What the console must know of a site: who may send, who may act, what to show. Exchanged whole when a site is reloaded.
public struct ConsoleSite: Sendable {
    /// In order of their ids.
    public let contracts: [ConsoleContract]
    public let operators: [ConsoleOperator]
    public let lines: [ConsoleLine]
    /// Whether the operator gets every mail to a contract as well, as reports say.
    public let operatorGetsMails: Bool
    /// Whether it is checked before each night that the desk is armed.
    public let checksReadiness: Bool
    private let places: [ContractID: Int]

    public init(
        contracts: [ConsoleContract], operators: [ConsoleOperator] = [], lines: [ConsoleLine] = [],
        operatorGetsMails: Bool = false, checksReadiness: Bool = false
    ) {
        self.checksReadiness = checksReadiness
        self.operatorGetsMails = operatorGetsMails
        self.contracts = contracts
        self.operators = operators
        self.lines = lines
        places = Dictionary(
            contracts.enumerated().map { ($0.element.contract.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    func contract(_ id: ContractID) -> ConsoleContract? {
        places[id].map { contracts[$0] }
    }
}

/// A contract and the monitoring systems that may send for it.
public struct ConsoleContract: Sendable {
    public let contract: Contract
    public let sources: [ConsoleSource]

    public init(_ contract: Contract, sources: [ConsoleSource]) {
        self.contract = contract
        self.sources = sources
    }
}

/// A monitoring system that may send alerts.
public struct ConsoleSource: Sendable {
    public let id: SourceID
    public let kind: any AlertSource.Type
    public let credential: SourceCredential

    public init(id: SourceID, kind: any AlertSource.Type, credential: SourceCredential) {
        self.id = id
        self.kind = kind
        self.credential = credential
    }
}

/// A person who may acknowledge and cancel.
public struct ConsoleOperator: Sendable {
    public let name: String
    public let credential: SourceCredential

    public init(name: String, credential: SourceCredential) {
        self.name = name
        self.credential = credential
    }
}

/// A telephone connection of the site, as the page shows it.
public struct ConsoleLine: Hashable, Sendable {
    public let id: LineID
    /// The kind of its driver, such as `simulated`.
    public let kind: String
    /// Calls at once; nil for as many as asked.
    public let slots: Int?

    public init(id: LineID, kind: String, slots: Int?) {
        self.id = id
        self.kind = kind
        self.slots = slots
    }
}
