/// A mail server that takes messages (RFC 6409), and how to speak with it.
///
///     var server = SMTPServer(host: "smtp.example.jp", port: 587, security: .startTLSRequired)
///     server.credentials = Credentials(user: "desk@example.jp", secret: password)
public struct SMTPServer: Hashable, Sendable {
    public enum Security: Hashable, Sendable {
        /// In clear: for a server on this machine or in a closed network, never with a password.
        case none
        /// Begins in clear and must be encrypted before anything else is said (RFC 3207), as on port 587.
        case startTLSRequired
        /// Encrypted from the first byte (RFC 8314), as on port 465.
        case implicitTLS
    }

    /// A name or an IPv4 address.
    public var host: String
    public var port: Int
    public var security: Security
    public var credentials: Credentials?
    public var trust = Trust.system
    /// The name that this machine greets with; nil for its own.
    public var clientName: String?
    /// Until the server lets messages in: connection, greeting, encryption and login. Servers make strangers wait.
    public var connectTimeoutMilliseconds = 30_000
    /// From the call until the server's reply to the message. Servers look at a message before they take it; RFC 5321,
    /// 4.5.3.2, would have us wait for ten minutes.
    public var timeoutMilliseconds = 120_000

    public init(host: String, port: Int, security: Security, credentials: Credentials? = nil) {
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
    }

    var scheme: String {
        switch security {
        case .none, .startTLSRequired: "smtp"
        case .implicitTLS: "smtps"
        }
    }

    /// Why it cannot be used; nil when it can.
    var refusal: String? {
        if !HostName.isValid(host) { return "the host is neither a name nor an IPv4 address" }
        if !(1...65_535).contains(port) { return "the port is not between 1 and 65535" }
        if let clientName, !HostName.isValid(clientName) { return "the name to greet with is not the name of a host" }
        if timeoutMilliseconds < 1 || connectTimeoutMilliseconds < 1 { return "a time limit is not above 0" }
        guard let credentials else { return nil }
        if let refusal = credentials.refusal { return refusal }
        switch security {
        case .startTLSRequired, .implicitTLS: return nil
        case .none:
            return Loopback.contains(host.lowercased())
                ? nil : "a password would cross the network in clear; use STARTTLS or TLS"
        }
    }
}

extension SMTPServer: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(scheme)://\(host):\(port)" }
    public var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}
