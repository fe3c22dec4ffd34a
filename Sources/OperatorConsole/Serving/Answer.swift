internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Reports

/// One answer of the server, before it becomes a response of the web framework.
struct Answer: Sendable {
    enum Kind: String {
        case html = "text/html; charset=utf-8"
        case json = "application/json; charset=utf-8"
        case text = "text/plain; charset=utf-8"
        case xml = "text/xml; charset=utf-8"
        case metrics = "text/plain; version=0.0.4; charset=utf-8"
        case style = "text/css; charset=utf-8"
        case script = "text/javascript; charset=utf-8"
    }

    var status: HTTPResponse.Status
    var kind: Kind
    var body: String
    var headers: [(HTTPField.Name, String)] = []

    static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Answer {
        Answer(status: status, kind: .json, body: value.text() + "\n")
    }

    static func html(_ page: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, kind: .html, body: page)
    }

    /// What is wrong, in words for the person who reads the sender's log.
    static func problem(_ status: HTTPResponse.Status, _ text: String) -> Answer {
        json(status, ["error": .string(text)])
    }

    /// Come back soon: no sender drops an alert because of this answer, as it would at 4xx or 429.
    static func comeBack(_ text: String) -> Answer {
        var answer = problem(.serviceUnavailable, text)
        answer.headers.append((.retryAfter, "5"))
        return answer
    }

    /// Back to the page after a form was taken.
    static func seeOther(_ location: String) -> Answer {
        Answer(status: .seeOther, kind: .text, body: "", headers: [(.location, location)])
    }

    func response(isHead: Bool) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = kind.rawValue
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        // Not "no-referrer": a browser would then send its own forms with "Origin: null" (Fetch, "append a request
        // Origin header").
        fields[.referrerPolicy] = "same-origin"
        fields[.frameOptions] = "DENY"
        fields[.contentSecurityPolicy] = Self.contentPolicy
        for (name, value) in headers { fields[name] = value }
        let response = Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
        return isHead ? response.createHeadResponse() : response
    }

    /// Nothing from elsewhere is loaded or run, nothing is sent elsewhere, nobody frames the pages.
    private static let contentPolicy = """
        default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors 'none'
        """
}

/// Names of header fields that the framework does not know.
extension HTTPField.Name {
    static let referrerPolicy = known("Referrer-Policy")
    static let frameOptions = known("X-Frame-Options")
    static let fetchSite = known("Sec-Fetch-Site")
    static let twilioSignature = known("X-Twilio-Signature")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a field") }
        return field
    }
}
