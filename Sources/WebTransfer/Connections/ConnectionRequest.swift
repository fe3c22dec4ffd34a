/// A connection that is only looked at.
///
///     let request = ConnectionRequest(host: "mail.example.jp", port: 25, security: .none, awaiting: "ESMTP")
///     let look = try await engine.look(at: request)
public struct ConnectionRequest: Hashable, Sendable {
    public enum Security: Hashable, Sendable {
        /// Nothing is encrypted.
        case none
        /// TLS 1.2 or later from the first byte.
        ///
        /// - Parameter name: whom the certificate is to be for, and whom the other side is asked for.
        case tls(name: String, trust: Trust)
    }

    /// A name or an address; IPv6 with or without brackets.
    public let host: String
    /// 1 to 65535.
    public let port: Int
    public let security: Security
    /// A text that the other side is to say on its own; reading ends when it stands in what was said. Nil: nothing is
    /// read.
    public let awaiting: String?
    /// For everything together.
    public let timeoutMilliseconds: Int

    public init(
        host: String, port: Int, security: Security = .none, awaiting: String? = nil, timeoutMilliseconds: Int = 10_000
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.awaiting = awaiting
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}

extension ConnectionRequest: CustomStringConvertible {
    public var description: String { "\(Self.bracketed(host)):\(port)" }

    /// An address of IPv6 as it stands in a URL (RFC 3986, 3.2.2).
    static func bracketed(_ host: String) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    }
}
