/// A mapping with known keys. Making one reports the keys that are not known; its fields report what is wrong with them.
package struct Section {
    package let place: Place
    package let log: ProblemLog
    private let keys: SettingsKeys
    private let entries: [DocumentNode.Entry]

    package init(place: Place, entries: [DocumentNode.Entry], keys: SettingsKeys, log: ProblemLog) {
        self.place = place
        self.entries = entries
        self.keys = keys
        self.log = log
        for entry in entries where keys[entry.name] == nil {
            log.error(
                entry.place, "unknown key \(Quoted(entry.name))",
                mend: Suggestion.mending(entry.name, among: keys.names))
        }
    }

    /// The field of this key, or nil when it is not written or left empty. Reports a required key that is missing.
    package subscript(name: String) -> Field? {
        guard let key = keys[name] else {
            preconditionFailure("the key \(name) is not in the table of \(keys.title)")
        }
        guard let entry = entries.first(where: { $0.name == name }) else {
            if key.byDefault == nil {
                log.error(place, "`\(name)` is missing", mend: "write `\(name): \(key.example)`")
            }
            return nil
        }
        if entry.value.isEmpty {
            let mending = "write `\(name): \(key.example)`" + (key.byDefault == nil ? "" : " or remove the key")
            log.error(entry.value.place, "`\(name)` has no value", mend: mending)
            return nil
        }
        return Field(node: entry.value, name: name, example: "\(name): \(key.example)", log: log)
    }

    /// Whether the key is written at all, with a good value or not.
    package func has(_ name: String) -> Bool {
        entries.contains { $0.name == name }
    }

    /// Whether the key is written with the value `null`, where that says something.
    package func isNull(_ name: String) -> Bool {
        guard case .scalar("null", isQuoted: false)? = entries.first(where: { $0.name == name })?.value.content else {
            return false
        }
        return true
    }

    /// Where the key's value stands, or the section where there is none.
    package func place(of name: String) -> Place {
        entries.first { $0.name == name }?.value.place ?? place
    }
}
