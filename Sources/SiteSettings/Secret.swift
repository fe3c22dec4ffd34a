/// A token or a password. It never prints itself: description, debugging and reflection show only dots.
///
/// In the settings a secret is a reference, `${env:NAME}` or `${file:PATH}`; `Site` holds what the reference led to.
public struct Secret: Sendable {
    private let text: String?

    public init(_ text: String) {
        self.text = text.isEmpty ? nil : text
    }

    /// What `nightcall check` puts where a reference leads to nothing on this machine; it matches nothing.
    static let unresolved = Secret("")

    /// The text itself, for the one place that must send or compare it; nil when the reference led to nothing.
    public var revealed: String? { text }

    /// Whether a presented text is this secret. Takes as long for a wrong text as for a right one of the same length.
    public func matches(_ presented: String) -> Bool {
        guard let text else { return false }
        let wanted = Array(text.utf8)
        let given = Array(presented.utf8)
        var difference = wanted.count ^ given.count
        for (index, byte) in given.enumerated() {
            difference |= Int(byte ^ wanted[index % wanted.count])
        }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
