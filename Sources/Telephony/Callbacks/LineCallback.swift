public import CallTree

/// What a provider tells or asks of one of its calls: an HTTP request to an address that the line gave it.
public struct LineCallback: Sendable {
    /// As the provider asked for it: the path and, behind `?`, the query. A signature covers it as it came.
    public let target: String
    /// The call that the address names.
    public let id: TryID
    /// What the address is about, in a word of the line's own.
    public let subject: String
    public let query: FormFields
    public let fields: FormFields
    /// What the provider proves itself with; nil when the request has no such header field.
    public let signature: String?

    public init(
        target: String, id: TryID, subject: String, query: FormFields, fields: FormFields, signature: String?
    ) {
        self.target = target
        self.id = id
        self.subject = subject
        self.query = query
        self.fields = fields
        self.signature = signature
    }

    /// The path of the addresses of one call, which `Exchange` and the server share.
    public static func path(_ line: LineID, _ id: TryID, _ subject: String) -> String {
        "/lines/\(line)/calls/\(id)/\(subject)"
    }
}

/// What a callback is answered.
public enum LineAnswer: Hashable, Sendable {
    /// Taken; there is nothing to say.
    case nothing
    /// What the provider shall do next in this call, in XML.
    case document([UInt8])
    /// It does not come from the provider.
    case forged
    /// No such line or call.
    case unknown
}

/// A line whose provider calls back.
public protocol CalledBackLine: LineDriver {
    /// Takes a callback in; what it tells is durable when this returns.
    func answer(_ callback: LineCallback) async -> LineAnswer
}
