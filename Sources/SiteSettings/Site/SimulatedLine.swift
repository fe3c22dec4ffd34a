public import CallTree
public import DrillSimulator
public import ServiceHours

/// How the people behind a simulated line behave, in the words of drill scenarios.
public struct SimulatedLineSettings: Sendable {
    /// In the order of the file.
    public let answers: [(callee: SimulatedCallee, answers: [Scenario.Answer])]
    /// The answers of everybody else; never empty.
    public let otherwise: [Scenario.Answer]
    public let times: SimulatedTimes

    /// The answer to the n-th call (from 1) to this person: the last answer of the list repeats. The most exact entry
    /// wins: contract and contact, then the number, then the contact's id alone.
    public func answer(call: Int, contract: ContractID, contact: ContactID, phone: PhoneNumber) -> Scenario.Answer {
        let exactFirst = [
            SimulatedCallee.contactOf(contract, contact), .number(phone), .contact(contact),
        ]
        for callee in exactFirst {
            guard let entry = answers.first(where: { $0.callee == callee }) else { continue }
            return Self.turn(call, of: entry.answers)
        }
        return Self.turn(call, of: otherwise)
    }

    private static func turn(_ call: Int, of answers: [Scenario.Answer]) -> Scenario.Answer {
        let index = min(max(call, 1), answers.count) - 1
        return answers.indices.contains(index) ? answers[index] : .always(.noAnswer)
    }
}

/// Whose answers an entry gives.
public enum SimulatedCallee: Hashable, Sendable {
    /// A contact of this id, in whatever contract.
    case contact(ContactID)
    case contactOf(ContractID, ContactID)
    case number(PhoneNumber)
}

/// When things happen in a simulated call.
public struct SimulatedTimes: Hashable, Sendable {
    /// From the dial request to the first ring.
    public var ringAfter = Span.zero
    /// From the first ring until a person picks up.
    public var pickUpAfter = Span.seconds(6)
    /// From the first ring until a machine answers.
    public var voicemailAfter = Span.seconds(15)
    /// From the pick-up until a key is pressed.
    public var keyAfter = Span.seconds(4)
    /// From the dial request until busy or rejected is heard.
    public var busyAfter = Span.seconds(1)

    public init() {}
}
