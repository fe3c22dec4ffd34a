import Foundation

/// Where the server listens, `127.0.0.1:8024`, `[::1]:8024` or `localhost:8024`.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address, without brackets.
    public let host: String
    /// 0 to 65535; 0 takes any free port.
    public let port: Int

    public static let standard = ListenAddress(host: "127.0.0.1", port: 8024)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil when the text is not an address (or `localhost`), a colon and a port. Other names are refused, because what
    /// they lead to may change.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let portText = text[text.index(after: colon)...]
        guard (1...5).contains(portText.utf8.count), portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(portText), port <= 65_535
        else { return nil }
        let hostText = text[..<colon]
        let isBracketed = hostText.hasPrefix("[") && hostText.hasSuffix("]") && hostText.count > 2
        let host = String(isBracketed ? hostText.dropFirst().dropLast() : hostText)
        let isKnown = isBracketed ? NetworkAddress.isIPv6(host) : NetworkAddress.isIPv4(host) || host == "localhost"
        guard isKnown else { return nil }
        self.init(host: host, port: port)
    }

    /// Whether nobody but this machine can connect.
    public var isLoopback: Bool {
        NetworkAddress.isLoopback(host)
    }

    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// Addresses of the Internet Protocol as text.
enum NetworkAddress {
    /// Whether it is this machine's own, by name or address; a name that begins like one, `127.0.0.1.elsewhere.example`, is not.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || isIPv4(host) && host.hasPrefix("127.")
    }

    static func isIPv4(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    static func isIPv6(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }

    /// The length of the prefix that an address has in common with its network: `10.0.0.5` (32), `10.0.0.0/8` (8),
    /// `fd00::/8` (8). Nil for what is neither an address nor a network.
    static func prefixLength(_ text: String) -> Int? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.map(String.init) else { return nil }
        let bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0
        guard bits > 0 else { return nil }
        guard parts.count == 2 else { return bits }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]), length <= bits
        else { return nil }
        return length
    }
}
