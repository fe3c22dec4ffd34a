/// One key of a settings file: the reader refuses every key that has none of these, and `nightcall check --explain`
/// prints them, so that what is read and what is explained cannot differ.
struct SettingsKey {
    let name: String
    /// What is in force when the key is not written; nil when it must be written.
    let byDefault: String?
    /// A value as it may be written.
    let example: String
    /// What the key decides, its range and its unit, in one sentence.
    let meaning: String

    static func required(_ name: String, _ example: String, _ meaning: String) -> SettingsKey {
        SettingsKey(name: name, byDefault: nil, example: example, meaning: meaning)
    }

    static func optional(_ name: String, default byDefault: String, _ example: String, _ meaning: String) -> SettingsKey
    {
        SettingsKey(name: name, byDefault: byDefault, example: example, meaning: meaning)
    }
}

/// The keys that one mapping may have, in the order in which they are explained.
struct SettingsKeys {
    /// The mapping as a heading shows it, for instance `contracts/*.yaml · calls`.
    let title: String
    let keys: [SettingsKey]

    init(_ title: String, _ keys: [SettingsKey]) {
        self.title = title
        self.keys = keys
    }

    var names: [String] { keys.map(\.name) }

    subscript(name: String) -> SettingsKey? {
        keys.first { $0.name == name }
    }
}
