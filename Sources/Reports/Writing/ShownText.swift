internal import JSONText

/// Texts from outside, made fit for people's eyes: a page, a mail or a terminal at night.
///
/// An alert's texts are written by others and may be anything. Shown, they are one line, no longer than asked for, and hold
/// nothing that a terminal would obey or that would turn the direction of what stands around them.
extension String {
    /// Long enough for a sentence or three.
    public static let shownLimit = 300

    /// Ends in an ellipsis, as texts do that intake has cut.
    var isCutBefore: Bool { unicodeScalars.last == "…" }

    /// - Parameter limit: how many Unicode scalars are shown; of more, the number left out is said, unless the text itself
    ///   ends in an ellipsis: then it was cut before, and nobody knows how much is missing. Scalars and not characters,
    ///   because one character may be made of any number of scalars.
    public func shown(limit: Int = shownLimit) -> String {
        var shown = ""
        var count = 0
        var lastWasSpace = true
        for scalar in unicodeScalars {
            if count == limit {
                return shown + (isCutBefore ? "…" : "… (+\(unicodeScalars.count - limit))")
            }
            count += 1
            if scalar.properties.isWhitespace {
                if !lastWasSpace { shown += " " }
                lastWasSpace = true
            } else {
                if scalar.isUnseen { shown += scalar.visibleCode } else { shown.unicodeScalars.append(scalar) }
                lastWasSpace = false
            }
        }
        if lastWasSpace, shown.last == " " { shown.removeLast() }
        return shown
    }
}

extension Unicode.Scalar {
    /// `<U+202E>`.
    var visibleCode: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }

    /// How many columns a terminal gives the character: two for the wide ones of Japanese and its neighbours
    /// (UAX #11), none for combining marks.
    var columns: Int {
        switch value {
        case 0x0300...0x036F, 0x200B...0x200D, 0x3099...0x309A, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}

extension String {
    /// How many columns the text takes in a terminal.
    var columns: Int {
        unicodeScalars.reduce(0) { $0 + $1.columns }
    }

    /// The text with spaces after it up to so many columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - columns))
    }
}
