public import CallTree
public import ServiceHours

/// How the people behind a simulated line behave.
public struct SimulatedLine: Sendable {
    /// In the order of the file.
    public let answers: [(callee: SimulatedCallee, answers: [SimulatedAnswer])]
    /// The answers of everybody else; never empty.
    public let otherwise: [SimulatedAnswer]
    public let times: SimulatedTimes

    /// The answer to the n-th call (from 1) to this person: the last answer of the list repeats. The most exact entry
    /// wins: contract and contact, then the number, then the contact's id alone.
    public func answer(call: Int, contract: ContractID, contact: ContactID, phone: PhoneNumber) -> SimulatedAnswer {
        let exactFirst = [
            SimulatedCallee.contactOf(contract, contact), .number(phone), .contact(contact),
        ]
        for callee in exactFirst {
            guard let entry = answers.first(where: { $0.callee == callee }) else { continue }
            return Self.turn(call, of: entry.answers)
        }
        return Self.turn(call, of: otherwise)
    }

    private static func turn(_ call: Int, of answers: [SimulatedAnswer]) -> SimulatedAnswer {
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

/// How one call to a simulated person goes.
public enum SimulatedAnswer: Hashable, Sendable {
    case always(SimulatedReaction)
    /// One of these by chance, with weights above 0 that add up to 1.
    case drawn([SimulatedChance])
}

public struct SimulatedChance: Hashable, Sendable {
    public let reaction: SimulatedReaction
    public let weight: Double
}

/// What a simulated person, machine or network does, in the words of drill scenarios.
public enum SimulatedReaction: String, Hashable, Sendable, CaseIterable {
    /// Picks up and gives the proof that is asked for.
    case acknowledge
    /// Picks up and presses 2.
    case pass
    /// Picks up and presses nothing.
    case answer
    /// Picks up and hangs up.
    case hangUp = "hang-up"
    case voicemail
    case noAnswer = "no-answer"
    case busy, rejected
    /// The network says that there is no such number.
    case unreachable
    case lineFailure = "line-failure"
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
