/// One key of a settings file: the reader refuses every key that has none of these, and `nightcall check --explain`
/// prints them, so that what is read and what is explained cannot differ.
package struct SettingsKey {
    package let name: String
    /// What is in force when the key is not written; nil when it must be written.
    package let byDefault: String?
    /// A value as it may be written.
    package let example: String
    /// What the key decides, its range and its unit, in one sentence.
    package let meaning: String

    package static func required(_ name: String, _ example: String, _ meaning: String) -> SettingsKey {
        SettingsKey(name: name, byDefault: nil, example: example, meaning: meaning)
    }

    package static func optional(_ name: String, default byDefault: String, _ example: String, _ meaning: String)
        -> SettingsKey
    {
        SettingsKey(name: name, byDefault: byDefault, example: example, meaning: meaning)
    }
}

/// The keys that one mapping may have, in the order in which they are explained.
package struct SettingsKeys {
    /// The mapping as a heading shows it, for instance `contracts/*.yaml · calls`.
    package let title: String
    package let keys: [SettingsKey]

    package init(_ title: String, _ keys: [SettingsKey]) {
        self.title = title
        self.keys = keys
    }

    package var names: [String] { keys.map(\.name) }

    package subscript(name: String) -> SettingsKey? {
        keys.first { $0.name == name }
    }
}

extension SettingsKeys {
    /// How the keys are explained: the title, and for each its meaning, what is in force without it, and an example.
    package var paragraph: String {
        let width = names.map(\.count).max() ?? 0
        let lines = keys.map { key in
            let name = key.name + String(repeating: " ", count: width - key.name.count)
            let standing = key.byDefault.map { "default \($0)" } ?? "required"
            return
                "  \(name)  \(key.meaning) (\(standing))\n  \(String(repeating: " ", count: width))  e.g. \(key.name): \(key.example)"
        }
        return ([title] + lines).joined(separator: "\n")
    }
}
