/// A connection to a provider or a PBX, as the helper opens it.
public struct SIPTrunk: Hashable, Sendable {
    public enum Transport: String, Hashable, Sendable, CaseIterable {
        case udp, tcp, tls
    }

    /// The id of the line that it belongs to.
    public let line: String
    public let transport: Transport
    /// The proxy or registrar that requests go to: an address, or a name.
    public let host: String
    public let port: Int
    /// Our own address; nil for the one from which the host is reached.
    public var local: String?
    /// Our own port; 0 for any.
    public var localPort = 0
    /// What numbers and names are at: the host, unless the provider has a domain of its own.
    public let domain: String
    /// The user part of the caller's address.
    public let from: String
    /// The user part of `P-Preferred-Identity` (RFC 3325); nil for none.
    public var identity: String?
    /// For digest; nil for none.
    public var user: String?
    public var password: String?
    /// How long a registration holds; 0 for none.
    public var registerSeconds = 0
    /// How often OPTIONS asks whether the other side is there; 0 for never.
    public var optionsSeconds = 0
    /// Whether A-law is offered before mu-law.
    public var isALawFirst = false
    /// A file with certificate and key in PEM; nil for one made on the spot.
    public var certificate: String?

    public init(line: String, transport: Transport, host: String, port: Int, domain: String, from: String) {
        self.line = line
        self.transport = transport
        self.host = host
        self.port = port
        self.domain = domain
        self.from = from
    }

    /// An address at the trunk's domain.
    public func address(of user: String) -> String { "sip:\(user)@\(domain)" }

    /// Where requests go first.
    public var route: String {
        "sip:\(host.contains(":") ? "[\(host)]" : host):\(port);transport=\(transport.rawValue)"
    }
}
