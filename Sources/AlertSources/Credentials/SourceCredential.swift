/// The shared secret of a source. It is compared in constant time and never appears in a description.
///
/// A sender shows the secret in one of three ways, since some can set a header, some a user and password, and some
/// (Mackerel, Azure) nothing but the URL:
///
///     Authorization: Bearer TOKEN
///     Authorization: Basic base64(anyUser:TOKEN)
///     POST /alerts/acme/prom?token=TOKEN
///
/// The query is read as RFC 3986 has it: a plus sign is a plus sign, since tokens in base64 hold some.
public struct SourceCredential: Sendable {
    private let secret: ConstantTime.Secret

    /// Nil for an empty token and for one of more than 512 bytes.
    public init?(token: String) {
        guard (1...ConstantTime.lengthLimit).contains(token.utf8.count) else { return nil }
        secret = ConstantTime.Secret(Array(token.utf8))
    }

    private init() {
        secret = .none
    }

    /// Stands in where there is no such contract or source: it admits nobody and takes as long as any other, so that
    /// the answer does not tell what exists.
    public static let nobody = SourceCredential()

    /// Whether one of the secrets shown is the right one.
    ///
    /// - Parameters:
    ///   - authorization: the value of the header `Authorization`.
    ///   - query: what follows the question mark of the URL, still percent-encoded.
    public func admits(authorization: String?, query: String?) -> Bool {
        let shown = [
            authorization.flatMap(ShownSecret.inHeader) ?? [],
            query.flatMap(ShownSecret.inQuery) ?? [],
        ]
        var isAdmitted = false
        for candidate in shown where ConstantTime.areEqual(secret, ConstantTime.Secret(candidate)) {
            isAdmitted = true
        }
        return isAdmitted
    }
}

extension SourceCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
