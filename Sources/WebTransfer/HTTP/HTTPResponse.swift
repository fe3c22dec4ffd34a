/// A web server's answer, complete as far as its framing can tell: an old server may announce no length and simply
/// close, and then a cut looks like the end.
public struct HTTPResponse: Hashable, Sendable {
    public let status: Int
    public let fields: HTTPFields
    public let body: [UInt8]
    public let timings: TransferTimings

    public init(
        status: Int, fields: HTTPFields = [:], body: [UInt8] = [], timings: TransferTimings = TransferTimings()
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.timings = timings
    }

    /// Where the answer to a request that may be repeated leads (RFC 9110, 15.4); nil when nowhere that can be asked.
    public func redirect(from address: WebAddress) -> WebAddress? {
        guard [301, 302, 303, 307, 308].contains(status), let location = fields["Location"] else { return nil }
        return try? WebAddress(location, from: address)
    }

    /// The encoding of the body as `Content-Type` names it (RFC 9110, 8.3.2); nil when it names none.
    public var charset: String? {
        for parameter in (fields["Content-Type"] ?? "").split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1).map { part in
                part.filter { !$0.isWhitespace && $0 != "\"" }
            }
            if parts.count == 2, parts[0].lowercased() == "charset", !parts[1].isEmpty { return parts[1] }
        }
        return nil
    }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "status \(status), \(body.count) bytes" }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
