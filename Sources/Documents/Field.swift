/// One value of a settings file on its way to a type. Every reading gives the value, or reports what is wrong, where, and
/// what to write instead, and gives nil. A message shows the value only where the value is one of a few words.
package struct Field {
    package let node: DocumentNode
    /// The key, for messages; an item of a list has the key of its list.
    package let name: String
    package var isItem = false
    /// The key with a value as it may be written.
    package let example: String
    package let log: ProblemLog

    package init(node: DocumentNode, name: String, isItem: Bool = false, example: String, log: ProblemLog) {
        self.node = node
        self.name = name
        self.isItem = isItem
        self.example = example
        self.log = log
    }

    package var place: Place { node.place }

    /// The value as a message calls it.
    package var label: String { isItem ? "an item of `\(name)`" : "`\(name)`" }

    /// Reports against this value.
    package func error(_ what: String, mend: String? = nil) {
        log.error(place, what, mend: mend ?? "write `\(example)`")
    }

    package func warning(_ what: String, mend: String) {
        log.warning(place, what, mend: mend)
    }

    /// A text, quoted or not, with something in it, of at most 1,000 characters.
    package func text() -> String? {
        guard let text = scalar(wanted: "a text") else { return nil }
        guard !text.isEmpty, text.contains(where: { !$0.isWhitespace }) else {
            error("\(label) is empty")
            return nil
        }
        guard text.count <= 1_000 else {
            error("\(label) is longer than 1,000 characters", mend: "shorten it")
            return nil
        }
        return text
    }

    /// A whole number in decimal digits. A zero in front is refused, because it may have meant an octal number.
    package func integer(in range: ClosedRange<Int>) -> Int? {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let text = plainScalar(wanted: wanted) else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || !digits.hasPrefix("0")
        else {
            error("\(label) is no whole number", mend: "write \(wanted), like `\(example)`")
            return nil
        }
        guard let number = Int(text), range.contains(number) else {
            error("\(label) is out of range", mend: "write \(wanted)")
            return nil
        }
        return number
    }

    /// `true` or `false`; YAML 1.1's `yes` and `no` are refused, because `no` is also a country and a name.
    package func flag() -> Bool? {
        switch plainScalar(wanted: "`true` or `false`") {
        case "true": return true
        case "false": return false
        case nil: return nil
        case .some:
            error("\(label) is neither true nor false", mend: "write `\(name): true` or `\(name): false`")
            return nil
        }
    }

    /// One word of an enumeration, in its spelling.
    package func choice<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = scalar(wanted: "one word") else { return nil }
        guard let choice = Choice(rawValue: text) else {
            error("\(label) cannot be \(Quoted(text))", mend: Suggestion.mending(text, among: words))
            return nil
        }
        return choice
    }

    /// The items of a list.
    package func items() -> [Field]? {
        guard case .list(let nodes) = node.content else {
            error("\(label) is \(node.kindName), but a list is wanted")
            return nil
        }
        return nodes.map { Field(node: $0, name: name, isItem: true, example: example, log: log) }
    }

    /// A mapping with these keys.
    package func section(_ keys: SettingsKeys) -> Section? {
        guard case .mapping(let entries) = node.content else {
            error("\(label) is \(node.kindName), but a mapping is wanted")
            return nil
        }
        return Section(place: place, entries: entries, keys: keys, log: log)
    }

    /// A mapping whose keys are names that the file chooses, such as labels.
    package func entries() -> [(name: String, place: Place, field: Field)]? {
        guard case .mapping(let entries) = node.content else {
            error("\(label) is \(node.kindName), but a mapping is wanted")
            return nil
        }
        return entries.map { entry in
            (entry.name, entry.place, Field(node: entry.value, name: entry.name, example: example, log: log))
        }
    }

    /// The text of a scalar that must not be quoted: quotes make a text of a number and of `true`.
    package func plainScalar(wanted: String) -> String? {
        if case .scalar(_, isQuoted: true) = node.content {
            error("\(label) is a text in quotes, but \(wanted) is wanted", mend: "leave the quotes out")
            return nil
        }
        return scalar(wanted: wanted)
    }

    /// The scalar's text as written; reports a list or a mapping.
    package func scalar(wanted: String) -> String? {
        switch node.content {
        case .scalar(let text, _): return text
        case .list, .mapping:
            error("\(label) is \(node.kindName), but \(wanted) is wanted")
            return nil
        }
    }
}
