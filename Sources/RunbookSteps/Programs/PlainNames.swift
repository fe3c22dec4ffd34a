internal import RunbookModel

/// Names from a runbook or a contract that stand between the options of a program: nothing in them may be read as an
/// option, as another program's syntax, or as more than one word.
enum PlainNames {
    /// A name of a machine, or an address.
    static func host(_ key: String, _ text: String) throws(StepRefusal) -> String {
        try plain(key, text, "letters, digits, `.`, `-`, `_`, `:` and `%`", extra: ".-_:%", length: 253)
    }

    /// A name of a user, a database or a unit of systemd.
    static func name(_ key: String, _ text: String) throws(StepRefusal) -> String {
        try plain(key, text, "letters, digits, `.`, `-`, `_`, `@`, `:` and `\\`", extra: ".-_@:\\", length: 255)
    }

    /// An absolute path that another program takes as it is: OpenSSH expands `%`, `$` and `~`, and ends a word at a space.
    static func path(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count <= 4_096
            && text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && !"\"'\\%$~#".unicodeScalars.contains($0)
            }
    }

    private static func plain(
        _ key: String, _ text: String, _ form: String, extra: String, length: Int
    ) throws(StepRefusal) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || extra.unicodeScalars.contains($0))
        }
        guard isPlain, !text.isEmpty, text.utf8.count <= length, !text.hasPrefix("-") else {
            throw StepRefusal(
                "`\(key)` may hold only \(form), and begins with none but a letter, a digit or `.`, `_`, `:`")
        }
        return text
    }
}
