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

    /// The body as UTF-8, with U+FFFD for what is not.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "status \(status), \(body.count) bytes" }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
