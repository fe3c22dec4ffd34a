/// Keeps anchors (`&name`) and aliases (`*name`) away from the YAML parser.
///
/// A few lines of aliases can stand for more nodes than memory holds, and the parser already walks them when it compares
/// keys, before any budget of ours can stop it. A settings file needs neither, so both signs are exchanged for private
/// characters before parsing and brought back afterwards. A plain scalar that then *begins* with such a character would
/// have been an anchor or an alias, and nothing else would: the test is exact, in texts both signs are free to use.
package enum AnchorShield {
    private static let alias: Unicode.Scalar = "\u{E000}"
    private static let anchor: Unicode.Scalar = "\u{E001}"

    /// The stand-ins themselves cannot be told from what they stand for, so no file may hold them.
    package static func isStandIn(_ scalar: Unicode.Scalar) -> Bool {
        scalar == alias || scalar == anchor
    }

    /// Scalar for scalar, so that lines and columns stay the same.
    package static func raised(over text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "&") }) else { return text }
        return exchange(in: text) { $0 == "*" ? alias : $0 == "&" ? anchor : nil }
    }

    package static func lowered(from text: String) -> String {
        // Both stand-ins begin with this byte in UTF-8.
        guard text.utf8.contains(0xEE) else { return text }
        return exchange(in: text) { $0 == alias ? "*" : $0 == anchor ? "&" : nil }
    }

    /// Whether an unquoted scalar, with the shield still raised, is an anchor or an alias.
    package static func marksReference(_ plainScalar: String) -> Bool {
        plainScalar.unicodeScalars.first.map(isStandIn) ?? false
    }

    /// Whether a sign that may have been meant as an anchor or an alias stands in the line or the one above it. It is
    /// the likely cause of a syntax error, because the shield takes an anchor before a mapping for a text.
    package static func mayExplainError(in shielded: String, line: Int) -> Bool {
        let lines = shielded.split(separator: "\n", omittingEmptySubsequences: false)
        return (max(1, line - 1)...max(1, line)).contains { number in
            guard number <= lines.count else { return false }
            let scalars = Array(lines[number - 1].unicodeScalars)
            return scalars.indices.contains { index in
                isStandIn(scalars[index]) && (index == 0 || " [{,".unicodeScalars.contains(scalars[index - 1]))
                    && index + 1 < scalars.count && scalars[index + 1].properties.isAlphabetic
            }
        }
    }

    private static func exchange(in text: String, _ replacement: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(replacement(scalar) ?? scalar)
        }
        return String(result)
    }
}
