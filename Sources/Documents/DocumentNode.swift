/// One value of a settings file, and where it begins. Scalars are texts here: what they mean is decided by the key they
/// belong to, so that `22:00`, `012`, `no` and `2026-11-23` stay what was written.
package struct DocumentNode {
    package enum Content {
        case scalar(String, isQuoted: Bool)
        case list([DocumentNode])
        case mapping([Entry])
    }

    package struct Entry {
        package let name: String
        package let place: Place
        package let value: DocumentNode
    }

    package let place: Place
    package let content: Content

    /// What the value is, for a message such as "`rings` is a list".
    package var kindName: String {
        switch content {
        case .scalar where isEmpty: "empty"
        case .scalar: "a text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether nothing was written after the key, or a YAML null.
    package var isEmpty: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }
}
