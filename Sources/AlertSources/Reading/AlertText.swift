/// Makes the texts of a sender fit to be shown, spoken and stored.
///
/// Lengths are counted in Unicode scalars: a single character on the screen may consist of thousands of them.
enum AlertText {
    static let nameLimit = 200
    static let summaryLimit = 1_000
    static let severityLimit = 100
    static let labelNameLimit = 200
    static let labelValueLimit = 1_000
    /// Labels of one alert.
    static let labelLimit = 200
    static let dedupKeyLimit = 512
    private static let dedupKeyHead = 400

    /// One line for people: without control characters and changes of writing direction, without spaces at its ends.
    static func line(_ text: String, limit: Int) -> String {
        cut(trimmed(cleaned(text)), to: limit)
    }

    static func labelName(_ text: String) -> String {
        cut(cleaned(text), to: labelNameLimit)
    }

    /// Kept as it is apart from control characters, since rules of designated alerts are matched against it.
    static func labelValue(_ text: String) -> String {
        cut(cleaned(text), to: labelValueLimit)
    }

    /// A key of at most 512 scalars stays as it is. A longer one, or one with unseen characters, becomes its first 400
    /// scalars, cleaned, then `#` and the 64-bit FNV-1a hash of the whole in 16 hexadecimal digits: the same key always
    /// gives the same text, and two keys with the same beginning stay apart.
    static func dedupKey(_ text: String) -> String {
        if text.utf8.count <= dedupKeyLimit || text.unicodeScalars.count <= dedupKeyLimit,
            !text.unicodeScalars.contains(where: isUnseen)
        {
            return text
        }
        let head = String(String.UnicodeScalarView(cleaned(text).unicodeScalars.prefix(dedupKeyHead)))
        let hash = String(fnv1a(text.utf8), radix: 16)
        return head + "#" + String(repeating: "0", count: 16 - hash.count) + hash
    }

    /// Whether a text holds nothing but spaces of any kind and unseen characters.
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { isUnseen($0) || $0.properties.isWhitespace }
    }

    /// Each run of line breaks, tabs and the like becomes one space; other unseen characters vanish.
    private static func cleaned(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnseen) else { return text }
        var cleaned = String.UnicodeScalarView()
        var isInBreak = false
        for scalar in text.unicodeScalars {
            if !isUnseen(scalar) {
                cleaned.append(scalar)
                isInBreak = false
            } else if isBreak(scalar), !isInBreak {
                cleaned.append(" ")
                isInBreak = true
            }
        }
        return String(cleaned)
    }

    /// Control characters (Unicode category Cc), line and paragraph separators, the byte order mark, and the controls
    /// of writing direction (UAX #9, sections 2.1 to 2.6), which can make a text look like another one.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\u{3000}" }
        let scalars = text.unicodeScalars
        guard scalars.first.map(isSpace) == true || scalars.last.map(isSpace) == true else { return text }
        let front = scalars.drop(while: isSpace)
        guard let last = front.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(front[...last])
    }

    /// What is too long ends with an ellipsis, within the limit, after a whole character where one fits.
    private static func cut(_ text: String, to limit: Int) -> String {
        // No scalar is shorter than a byte, so most texts need no counting.
        guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
        let end = text.unicodeScalars.prefix(limit - 1).endIndex
        var head = Substring(text.unicodeScalars[..<end])
        // Where the cut goes through a character, that one goes too, unless it is all there is.
        if String.Index(end, within: text) == nil, head.dropFirst().first != nil { head.removeLast() }
        return head + "…"
    }

    private static func fnv1a(_ bytes: String.UTF8View) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
