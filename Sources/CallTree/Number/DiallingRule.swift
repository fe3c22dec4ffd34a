/// Which numbers NightCall may dial: the fixed lines, internet and mobile telephones of Japan, and what the site permits
/// besides. Everything else may cost much, reaches no person, or is the way of toll fraud (CFCA, Fraud Loss Survey 2023).
///
///     let rule = DiallingRule(permitting: [freephone])
///     if let refusal = rule.refusal(of: number) { … }
///
/// The rule is asked where a number is read from the settings, and again by the driver before it dials.
public struct DiallingRule: Hashable, Sendable {
    private let permitted: Set<PhoneNumber>

    /// - Parameter permitted: numbers that may be dialled whatever they are, each with the site's own will.
    public init(permitting permitted: some Sequence<PhoneNumber> = []) {
        self.permitted = Set(permitted)
    }

    /// Why the number may not be dialled; nil for one that may.
    public func refusal(of number: PhoneNumber) -> NumberRefusal? {
        permitted.contains(number) ? nil : NumberRefusal(NumberKind(of: number))
    }
}

/// Why NightCall does not dial a number. Nothing here repeats the number.
public struct NumberRefusal: Error, Hashable, Sendable {
    public let kind: NumberKind
    private let objection: String

    /// Nil for the kinds that are dialled.
    init?(_ kind: NumberKind) {
        switch kind {
        case .fixed, .internetTelephone, .mobile, .rehearsal: return nil
        case .freephone: objection = "0120 and 0800 are freephone numbers of companies"
        case .uniform: objection = "0570 numbers cost more, at a rate of their own"
        case .premium: objection = "0990 numbers charge the caller for what they offer"
        case .massCalling: objection = "0180 numbers play a recording"
        case .messageBoard: objection = "0170 is a message board"
        case .machine: objection = "020 numbers belong to machines"
        case .pager: objection = "0204 numbers belong to pagers"
        case .followMe: objection = "0600 numbers cost more, at a rate of their own"
        case .specialConnection: objection = "091 numbers lead into other networks"
        case .worldwide: objection = "numbers of satellites and of no country cost most of all"
        case .foreign: objection = "it is not Japanese"
        case .unassigned: objection = "no Japanese number begins so and has this length"
        }
        self.kind = kind
    }

    /// Goes on after the name of the value: "holds a number that is not dialled: 0170 is a message board".
    public var what: String { "holds a number that is not dialled: \(objection)" }

    /// What to write instead, in the imperative.
    public var mending: String {
        let first = kind == .unassigned ? "check the digits" : "write the person's own fixed, 050 or mobile number"
        return "\(first), or permit this one under `numbers: {allow: […]}` in nightcall.yaml"
    }
}

extension NumberRefusal: CustomStringConvertible {
    public var description: String { "the number is not dialled: \(objection)" }
}
