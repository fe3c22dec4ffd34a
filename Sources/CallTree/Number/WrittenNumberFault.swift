/// Why what a person wrote is no telephone number. Nothing here repeats the number.
public enum WrittenNumberFault: Error, Hashable, Sendable, CaseIterable {
    case strangeCharacter
    case trunkZeroAfterCountryCode
    case wrongLength
    /// 010, which is dialled in Japan before a country code.
    case internationalPrefix
    /// 00 and two digits or more, which choose a carrier in Japan; 00 alone stands before a country code elsewhere.
    case carrierPrefix
    /// 184 or 186, which hide and show the caller's own number.
    case callerIDCode
    /// 110, 119, 171 and the like, or the rest of a number without its area.
    case shortNumber
    case noCountryCode
    case notE164

    /// Goes on after the name of the value: "has a 0 after +81".
    public var what: String {
        switch self {
        case .strangeCharacter: "holds a character that no telephone number has"
        case .trunkZeroAfterCountryCode: "has a 0 after +81"
        case .wrongLength: "has too few digits or too many"
        case .internationalPrefix: "begins with 010, the prefix of calls abroad"
        case .carrierPrefix: "begins with 00, the prefix of a carrier"
        case .callerIDCode: "begins with 184 or 186, which is no part of a number"
        case .shortNumber: "is too short for a telephone number"
        case .noCountryCode: "has neither a country code nor a leading 0"
        case .notE164: "is no telephone number of any country"
        }
    }

    /// What to write instead, in the imperative.
    public var mending: String {
        switch self {
        case .strangeCharacter: "write digits, with hyphens or spaces at most, like +819012345678"
        case .trunkZeroAfterCountryCode: "leave out the 0 after +81"
        case .wrongLength: "check the digits: a Japanese number has 10 of them, or 11 after 050, 060, 070, 080 and 090"
        case .internationalPrefix: "write + in place of 010, like +14155550123"
        case .carrierPrefix: "leave the carrier's prefix out, or write + in place of 00 before a country code"
        case .callerIDCode: "leave it out"
        case .shortNumber: "write a number with its area code: short numbers and emergency services are never called"
        case .noCountryCode: "write it with + and the country code, or as a Japanese number with its leading 0"
        case .notE164: "write + and 7 to 15 digits, beginning with the country code"
        }
    }
}

extension WrittenNumberFault: CustomStringConvertible {
    public var description: String { "the number \(what); \(mending)" }
}
