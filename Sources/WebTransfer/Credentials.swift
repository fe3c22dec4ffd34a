/// A user and the secret that proves it. The secret appears in no description, error or dump.
public struct Credentials: Hashable, Sendable {
    public let user: String
    let secret: String

    public init(user: String, secret: String) {
        self.user = user
        self.secret = secret
    }

    /// Why they cannot be sent; nil when they can. A control character could end a line of the protocol.
    var refusal: String? {
        if user.isEmpty { return "the user of a login is empty" }
        if (user + secret).unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "a user or secret holds a control character"
        }
        return nil
    }

    /// The text without the secret, in case the other side repeats it.
    func hidden(in text: String) -> String {
        secret.isEmpty ? text : text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
    }
}

extension Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(user) with a secret" }
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
