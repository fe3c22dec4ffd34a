/// Who is alarmed when NightCall itself is in trouble.
public struct OperatorDesk: Hashable, Sendable {
    public let mail: String?
    public let alarm: OperatorAlarm?
}

/// A way to the desk that uses none of the contracts' lines.
public enum OperatorAlarm: Hashable, Sendable {
    /// Program and arguments, at least the program; the alarm's text is added as the last argument.
    case command([String])
    /// The alarm's text is posted here.
    case url(String)
}

/// A person who may acknowledge and cancel through the server.
public struct OperatorAccount: Sendable {
    public let name: String
    public let token: Secret
}

/// The server that takes mail.
public struct MailServer: Sendable {
    /// How the way to it is encrypted.
    public enum Security: String, Hashable, Sendable, CaseIterable {
        /// From the server's greeting on, or nothing is sent (RFC 3207).
        case starttls
        /// From the first byte (RFC 8314).
        case tls
        /// Not at all, to this machine alone.
        case none
    }

    /// A name or an IPv4 address.
    public let host: String
    public let port: Int
    public let security: Security
    /// PEM file of the authorities that sign its certificate; nil for those of the system. Relative paths begin where the
    /// process was started.
    public let authoritiesFile: String?
    public let user: String?
    public let password: Secret?
    public let from: String
}
