/// One value of a settings file, and where it begins. Scalars are texts here: what they mean is decided by the key they
/// belong to, so that `22:00`, `012`, `no` and `2026-11-23` stay what was written.
struct DocumentNode {
    enum Content {
        case scalar(String, isQuoted: Bool)
        case list([DocumentNode])
        case mapping([Entry])
    }

    struct Entry {
        let name: String
        let place: Place
        let value: DocumentNode
    }

    let place: Place
    let content: Content

    /// What the value is, for a message such as "`rings` is a list".
    var kindName: String {
        switch content {
        case .scalar where isEmpty: "empty"
        case .scalar: "a text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether nothing was written after the key, or a YAML null.
    var isEmpty: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }
}
