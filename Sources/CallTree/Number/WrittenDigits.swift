/// The digits of a number as a person wrote it, without what stands between them.
struct WrittenDigits {
    /// ASCII digits.
    let digits: String
    /// Whether a `+` stands in front.
    let isInternational: Bool

    /// No number has so many; what is longer is not read to its end.
    private static let limit = 40

    init(_ text: String) throws(WrittenNumberFault) {
        var digits: [UInt8] = []
        var isInternational = false
        var digitsBeforeBracket: Int?
        for scalar in text.unicodeScalars {
            switch Sign(scalar) {
            case .digit(let digit):
                digits.append(digit)
                guard digits.count <= Self.limit else { throw .wrongLength }
            case .plus:
                guard digits.isEmpty, !isInternational else { throw .strangeCharacter }
                isInternational = true
            case .openingBracket:
                digitsBeforeBracket = digits.count
            case .closingBracket:
                // `+81 (0)3`: the 0 that is dialled within the country only.
                if isInternational, let start = digitsBeforeBracket, digits[start...] == [UInt8(ascii: "0")] {
                    digits.removeLast()
                }
                digitsBeforeBracket = nil
            case .separator: break
            case nil: throw .strangeCharacter
            }
        }
        self.digits = String(decoding: digits, as: UTF8.self)
        self.isInternational = isInternational
    }
}

/// What one character of a written number is.
private enum Sign {
    case digit(UInt8)
    case plus
    case openingBracket, closingBracket
    case separator

    /// Nil for what has no place in a number.
    init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x30...0x39: self = .digit(UInt8(scalar.value))
        // Full width.
        case 0xFF10...0xFF19: self = .digit(UInt8(scalar.value - 0xFF10 + 0x30))
        case 0x2B, 0xFF0B: self = .plus
        case 0x28, 0xFF08: self = .openingBracket
        case 0x29, 0xFF09: self = .closingBracket
        // Spaces: tab, ASCII, no-break, the typographers' widths, ideographic.
        case 0x09, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: self = .separator
        // The hyphens, dashes and long vowel signs that a Japanese keyboard offers, and the line that draws boxes.
        case 0x2D, 0x2010...0x2015, 0x2043, 0x2212, 0x2500, 0x2501, 0x30FC, 0xFE58, 0xFE63, 0xFF0D, 0xFF70:
            self = .separator
        default: return nil
        }
    }
}
