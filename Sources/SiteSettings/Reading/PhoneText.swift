import CallTree

/// Telephone numbers as people write them, brought to E.164.
enum PhoneText {
    /// Why a text is no number that can be called; says how to mend it and never repeats the number.
    enum Fault: Error, Hashable {
        case strangeCharacter
        case trunkZeroAfterCountryCode
        case wrongLength
        case internationalPrefix
        case shortNumber
        case noCountryCode
        case notE164

        var mending: String {
            switch self {
            case .strangeCharacter: "write digits, with hyphens or spaces at most, like +819012345678"
            case .trunkZeroAfterCountryCode: "leave out the 0 after +81"
            case .wrongLength: "check the digits: a Japanese number has 10 of them, or 11 after 050, 070, 080 and 090"
            case .internationalPrefix: "write + in place of 010 or 00, like +14155550123"
            case .shortNumber:
                "write a number with its area code: short numbers and emergency services are never called"
            case .noCountryCode: "write it with + and the country code, or as a Japanese number with its leading 0"
            case .notE164: "write + and 7 to 15 digits, beginning with the country code"
            }
        }
    }

    /// Takes E.164 and Japanese national numbers, with hyphens, spaces, brackets or full-width characters in them.
    static func read(_ text: String) -> Result<PhoneNumber, Fault> {
        guard let plain = plainText(text) else { return .failure(.strangeCharacter) }
        if plain.hasPrefix("+81") { return japanese(plain.dropFirst(3)) }
        if plain.hasPrefix("+") { return PhoneNumber(e164: plain).map(Result.success) ?? .failure(.notE164) }
        if plain.hasPrefix("00") || plain.hasPrefix("010") { return .failure(.internationalPrefix) }
        if plain.count < 7 { return .failure(.shortNumber) }
        guard plain.hasPrefix("0") else { return .failure(.noCountryCode) }
        return japanese(plain.dropFirst())
    }

    /// The digits after +81: nine of them, ten for mobile and IP telephones (50, 70, 80, 90) and 0800.
    private static func japanese(_ digits: Substring) -> Result<PhoneNumber, Fault> {
        if digits.hasPrefix("0") { return .failure(.trunkZeroAfterCountryCode) }
        if digits.count < 6 { return .failure(.shortNumber) }
        let hasTen = ["50", "70", "80", "90"].contains { digits.hasPrefix($0) }
        guard digits.count == (hasTen ? 10 : 9), let number = PhoneNumber(e164: "+81" + digits) else {
            return .failure(.wrongLength)
        }
        return .success(number)
    }

    /// ASCII digits with a `+` in front at most; nil when anything else than digits and separators is in the text.
    private static func plainText(_ text: String) -> String? {
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: plain.unicodeScalars.append(scalar)
            case 0xFF10...0xFF19: plain += String(scalar.value - 0xFF10)
            case 0x2B, 0xFF0B:
                guard plain.isEmpty else { return nil }
                plain = "+"
            // Spaces, brackets, and the many dashes that a Japanese keyboard offers.
            case 0x20, 0x3000, 0x28, 0x29, 0xFF08, 0xFF09: break
            case 0x2D, 0x2010...0x2015, 0x2212, 0x30FC, 0xFF0D, 0xFF70: break
            default: return nil
            }
        }
        return plain
    }
}

extension Field {
    /// A telephone number; its text never appears in a message.
    func phone() -> PhoneNumber? {
        guard let text = scalar(wanted: "a telephone number") else { return nil }
        switch PhoneText.read(text) {
        case .success(let number): return number
        case .failure(let fault):
            error("\(label) holds no telephone number that can be called", mend: fault.mending)
            return nil
        }
    }
}
