/// One request to a web server. Redirects are never followed: a 3xx comes back as the answer that it is, and
/// `HTTPResponse.redirect(from:)` says where it leads.
///
///     var request = HTTPRequest(.post, try WebAddress("https://api.example.jp/calls"), form: ["To": number])
///     request.credentials = Credentials(user: account, secret: token)
///     let response = try await engine.perform(request)
///
/// Only libcurl's own framing is used: fields such as `Content-Length` are refused. Neither cookies nor a netrc file
/// are read, and compressed answers are not asked for, so that no answer grows after the limit was checked.
public struct HTTPRequest: Hashable, Sendable {
    public var method: HTTPMethod
    public var address: WebAddress
    public var fields: HTTPFields
    public var body: [UInt8]
    /// Sent as Basic authentication (RFC 7617), over https or to this machine only.
    public var credentials: Credentials?
    /// Signs a POST with a body for Amazon Web Services; not beside `credentials`.
    public var signature: AWSSignature?
    public var trust = Trust.system
    /// From the call until the last byte of the answer, waiting for a free place included.
    public var timeoutMilliseconds = 15_000
    /// Until the connection is open and encrypted, the look-up of the name included.
    public var connectTimeoutMilliseconds = 3_000
    /// How large the body of an answer may be.
    public var bodyLimitBytes = 64 << 10
    /// Whether a connection still open from an earlier request may serve, which saves two or three round trips.
    ///
    /// Such a connection may be closed by the other side at the moment it is used; the request then counts as sent and
    /// its answer as lost. Without reuse that cannot happen: for a request that must not be done twice, and whose loss
    /// is dear, as placing a call.
    public var mayReuseConnection = true

    public init(
        _ method: HTTPMethod, _ address: WebAddress, fields: HTTPFields = [:], body: [UInt8] = [],
        credentials: Credentials? = nil
    ) {
        self.method = method
        self.address = address
        self.fields = fields
        self.body = body
        self.credentials = credentials
    }

    /// A request whose body is a web form.
    public init(_ method: HTTPMethod, _ address: WebAddress, form: WebForm, credentials: Credentials? = nil) {
        self.init(
            method, address, fields: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(form.text.utf8), credentials: credentials)
    }

    /// Why it cannot be sent; nil when it can.
    var refusal: String? {
        if let refusal = fields.refusal { return refusal }
        if !body.isEmpty, method.isSafe { return "a \(method.rawValue) request has a body" }
        if timeoutMilliseconds < 1 || connectTimeoutMilliseconds < 1 { return "a time limit is not above 0" }
        if bodyLimitBytes < 0 { return "the limit of the answer's body is below 0" }
        if credentials != nil, signature != nil { return "a request has both credentials and a signature" }
        guard credentials != nil || signature != nil else { return nil }
        if let refusal = credentials?.refusal ?? signature?.refusal { return refusal }
        if credentials?.user.contains(":") == true { return "the user of a login holds a colon, which would end it" }
        if fields["Authorization"] != nil { return "a request has both credentials and a field Authorization" }
        // libcurl signs the body of a POST; what else it would sign was not looked at.
        if signature != nil, method != .post || body.isEmpty { return "only a POST with a body is signed" }
        if address.isReadableOnTheWay { return "a secret would cross the network in clear; use https" }
        return nil
    }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    /// Without fields and body, which may hold secrets and numbers of people.
    public var description: String { "\(method.rawValue) \(address)" }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
