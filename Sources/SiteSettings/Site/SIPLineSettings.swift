public import ServiceHours

/// What nightcall.yaml says of a line over SIP: a provider's trunk, or an extension of a PBX.
public struct SIPLineSettings: Sendable {
    public enum Transport: String, Hashable, Sendable, CaseIterable {
        case udp, tcp, tls
    }

    /// Which form of G.711 is offered first.
    public enum Codec: String, Hashable, Sendable, CaseIterable {
        case pcmu, pcma
    }

    public let transport: Transport
    /// A name or an address.
    public let host: String
    public let port: Int
    public let domain: String
    public let from: String
    public let identity: String?
    public let user: String?
    public let password: Secret?
    /// How long a registration holds; nil for none.
    public let register: Span?
    /// How often it is asked whether the other side is there; nil for never.
    public let keepAlive: Span?
    /// Our own address and port, where they are not to be found by themselves.
    public let local: String?
    public let localPort: Int
    public let numbers: LineSettings.Numbers
    public let codec: Codec
    /// The file of our own certificate and its key.
    public let certificate: String?
    public let language: Language

    /// Whether the other side is a program on this machine, as in tests.
    var isOnThisMachine: Bool { NetworkAddress.isLoopback(host) }

    /// What tells one connection from another.
    var identityText: String {
        let texts = [
            transport.rawValue, host, "\(port)", domain, from, identity ?? "", user ?? "", "\(register?.seconds ?? 0)",
            "\(keepAlive?.seconds ?? 0)", local ?? "", "\(localPort)", numbers.rawValue, codec.rawValue,
            certificate ?? "",
            "\(language)",
        ]
        return texts.joined(separator: " ")
    }
}
