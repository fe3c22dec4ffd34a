/// Turns the bytes of a settings file into text that the YAML parser may see.
package enum DocumentText {
    /// The largest settings file in bytes, 1 MiB.
    package static let byteLimit = 1 << 20

    /// Nil after an error has been logged: too large, not UTF-8, or with characters that no settings file needs.
    package static func read(_ bytes: [UInt8], log: ProblemLog) -> String? {
        guard bytes.count <= byteLimit else {
            log.error(
                .wholeFile, "the file is larger than 1 MiB", mend: "remove what does not belong here, or split it")
            return nil
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: body, as: UTF8.self) else {
            log.error(firstInvalidPlace(body), "this is not UTF-8", mend: "save the file as UTF-8")
            return nil
        }
        return hasOnlyTextCharacters(text, log: log) ? text : nil
    }

    private static func hasOnlyTextCharacters(_ text: String, log: ProblemLog) -> Bool {
        var line = 1
        var column = 1
        for scalar in text.unicodeScalars {
            if isForbidden(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                log.error(
                    Place(line: line, column: column),
                    "the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) cannot stand in a settings file",
                    mend: "remove it")
                return false
            }
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return true
    }

    /// Control characters but tab and the ends of lines, invisible directions, and the stand-ins of the anchor shield.
    package static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: AnchorShield.isStandIn(scalar)
        }
    }

    private static func firstInvalidPlace(_ bytes: ArraySlice<UInt8>) -> Place {
        var line = 1
        var column = 1
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return Place(line: line, column: column)
    }
}
