/// A token or a password. It never prints itself: description, debugging and reflection show only dots.
///
/// In the settings a secret is a reference, `${env:NAME}` or `${file:PATH}`; `Site` holds what the reference led to.
public struct Secret: Sendable {
    private let text: String?

    public init(_ text: String) {
        self.text = text.isEmpty ? nil : text
    }

    /// What `nightcall check` puts where a reference leads to nothing on this machine.
    static let unresolved = Secret("")

    /// The text itself, for the one place that must send or compare it; nil when the reference led to nothing.
    public var revealed: String? { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
