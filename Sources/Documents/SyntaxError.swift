import Yams

extension DocumentComposer {
    /// Says where the parser stopped. Its own description is never used: it quotes the file, secrets and all.
    package static func logSyntaxError(_ error: any Error, shielded: String, log: ProblemLog) {
        guard let error = error as? YamlError else {
            log.error(.wholeFile, "the file cannot be read as YAML", mend: "compare it with the demo site")
            return
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let place = Place(line: mark.line, column: mark.column)
            let hint =
                AnchorShield.mayExplainError(in: shielded, line: mark.line)
                ? "anchors (&) and aliases (*) are not used in settings: write the values out" : mending(problem)
            log.error(place, "this is not YAML: \(problem == tooDeep ? "brackets lie too deep" : problem)", mend: hint)
        case .duplicatedKeysInMapping(let duplicates, let context):
            // The parser has a word of its own for keys that are mappings or lists.
            let name = duplicates.first.map(AnchorShield.lowered) ?? ""
            let key = name.hasPrefix("<") ? "a key" : "the key \(Quoted(name))"
            log.error(
                Place(line: context.mark.line, column: context.mark.column),
                "\(key) is written more than once in one mapping", mend: "keep one of them")
        case .reader(let problem, _, _, _):
            log.error(.wholeFile, "this is not YAML: \(problem)", mend: "save the file as UTF-8 text")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            log.error(.wholeFile, "the file cannot be read as YAML", mend: "compare it with the demo site")
        }
    }

    /// As libyaml says it, with advice to programmers in it that no operator can follow.
    private static let tooDeep = "Maximum nesting level reached, set with yaml_set_max_nest_level())"

    /// How to mend what libyaml complains of; the commonest slips in settings files are tabs and unquoted texts.
    private static func mending(_ problem: String) -> String {
        switch problem {
        case "found character that cannot start any token", "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            "indent with spaces, not tabs, and quote a text that begins with @, % or a backquote"
        case "mapping values are not allowed in this context":
            "check the indentation, and quote a text that holds a colon and a space"
        case "found unexpected end of stream":
            "close the quote or the bracket that is open"
        case "but found another document":
            "keep one document a file, and remove the line `---`"
        case tooDeep, "exceeded max depth":
            "close the brackets above"
        default:
            "check indentation and brackets, and quote a text that holds any of {}[],#&*!|>%@ or a colon, such as \"${env:NAME}\""
        }
    }
}

/// A text from a file as a message may show it: short, on one line, in backquotes.
package struct Quoted: CustomStringConvertible {
    package let description: String

    package init(_ text: String) {
        let visible = text.unicodeScalars.map { scalar -> Character in
            scalar.value < 0x20 || DocumentText.isForbidden(scalar) ? "·" : Character(scalar)
        }
        description = "`" + String(visible.prefix(40)) + (visible.count > 40 ? "…" : "") + "`"
    }
}
