internal import CCurl

/// An `http` or `https` URL, read by the same parser that connects to it, so that no check can understand it
/// differently. Not for addresses with a user or password in them: those are refused, see `Credentials`.
///
///     let address = try WebAddress("https://api.example.jp/calls")
public struct WebAddress: Hashable, Sendable {
    /// The whole address as it is used, with its query.
    public let text: String
    /// `http` or `https`.
    public let scheme: String
    /// Lower case; an IPv6 address stands in brackets.
    public let host: String
    public let port: Int

    /// - Throws: `TransferError.invalid` for anything but a whole `http` or `https` URL.
    public init(_ text: String) throws(TransferError) {
        try self.init(reading: [text])
    }

    /// The address that a reference in an answer of another means, as `Location` holds one (RFC 3986, 5.2).
    /// - Throws: as `init(_:)`.
    public init(_ reference: String, from base: WebAddress) throws(TransferError) {
        try self.init(reading: [base.text, reference])
    }

    /// - Parameter texts: each is understood from the one before it.
    private init(reading texts: [String]) throws(TransferError) {
        guard !texts.contains(where: { $0.utf8.contains(0) }), let parser = curl_url() else {
            throw .invalid("a web address holds an unusable character")
        }
        defer { curl_url_cleanup(parser) }
        for text in texts {
            let code = text.withCString { curl_url_set(parser, CURLUPART_URL, $0, UInt32(CURLU_DISALLOW_USER)) }
            guard code == CURLUE_OK else {
                // Not the address itself: what cannot be read may be a secret in the wrong place.
                throw .invalid("a web address cannot be read: \(String(cString: curl_url_strerror(code)))")
            }
        }
        func part(_ part: CURLUPart, _ flags: Int32 = CURLU_DEFAULT_PORT) -> String? {
            var found: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parser, part, &found, UInt32(flags)) == CURLUE_OK, let found else { return nil }
            defer { curl_free(found) }
            return String(cString: found)
        }
        // The rest of the line after `#` is for browsers and never sent.
        curl_url_set(parser, CURLUPART_FRAGMENT, nil, 0)
        guard let scheme = part(CURLUPART_SCHEME), ["http", "https"].contains(scheme) else {
            throw .invalid("a web address begins with something other than http:// or https://")
        }
        guard let host = part(CURLUPART_HOST), !host.isEmpty, let port = part(CURLUPART_PORT).flatMap({ Int($0) }),
            (1...65_535).contains(port), let whole = part(CURLUPART_URL, CURLU_NO_DEFAULT_PORT)
        else {
            throw .invalid("a web address names no host or port")
        }
        self.text = whole
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
    }

    /// Whether the other address is of the same server (RFC 6454): what is secret to one is so to both.
    public func hasOrigin(of other: WebAddress) -> Bool {
        (scheme, host, port) == (other.scheme, other.host, other.port)
    }

    /// Whether what is sent there can be read on the way.
    var isReadableOnTheWay: Bool { scheme != "https" && !Loopback.contains(host) }
}

extension WebAddress: CustomStringConvertible, CustomReflectable {
    /// Scheme, host and port alone: chat and heartbeat services put their secret into the path, others into the query.
    public var description: String {
        let isUsual = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)" + (isUsual ? "" : ":\(port)")
    }

    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

/// Hosts that are this machine.
enum Loopback {
    static func contains(_ host: String) -> Bool {
        if ["localhost", "[::1]", "::1"].contains(host) { return true }
        // Not the prefix alone: `127.example.jp` is somebody else's.
        return host.hasPrefix("127.") && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }
}
