/// Words of another side, made fit to be shown: bounded, and without control characters.
enum ShownBytes {
    /// The first characters, with line ends kept.
    static func text(_ bytes: [UInt8], limit: Int = 2_000) -> String {
        shown(bytes, limit) { $0 == "\n" || $0 == "\t" }
    }

    /// The first characters in one line.
    static func line(_ bytes: [UInt8], limit: Int = 200) -> String {
        shown(bytes, limit) { _ in false }
    }

    static func line(_ text: String, limit: Int = 200) -> String {
        line(Array(text.utf8.prefix(limit * 8)), limit: limit)
    }

    /// The beginning of what was received, in one line, as evidence of a check keeps it.
    static func excerpt(_ bytes: [UInt8], _ mask: SecretMask) -> String {
        let limit = 2_000
        // Four bytes a character at most, and enough behind them that no secret is cut in two unseen.
        return line(mask.hide(in: String(decoding: bytes.prefix(limit * 4 + 4_096), as: UTF8.self)), limit: limit)
    }

    private static func shown(_ bytes: [UInt8], _ limit: Int, keeping kept: (Unicode.Scalar) -> Bool) -> String {
        // A character has four bytes at most; more than that many cannot be shown.
        let text = String(decoding: bytes.prefix(limit * 4 + 4), as: UTF8.self)
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            // Format characters turn the direction of what follows: they could make a report say something else.
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                scalars.append(kept(scalar) ? scalar : " ")
            default: scalars.append(scalar)
            }
        }
        var view = Substring(String(scalars))
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
