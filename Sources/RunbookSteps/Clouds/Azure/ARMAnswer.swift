internal import JSONText
internal import Markup
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// What Azure Resource Manager answered.
struct ARMAnswer: Sendable {
    let status: Int
    /// Nil when there is no body.
    let body: JSONNode?
    let fields: HTTPFields
    let received: [UInt8]

    /// By which Microsoft finds the request again.
    var requestID: String? { fields["x-ms-request-id"] ?? fields["x-ms-correlation-request-id"] }
}

extension ARMAnswer {
    /// - Throws: Azure's refusal, or that it is no answer of Azure's.
    static func read(_ response: HTTPResponse, at now: Instant) throws(CloudTrouble) -> ARMAnswer {
        let body = response.body.isEmpty ? nil : try? JSONDocument(response.body).value
        guard (200..<300).contains(response.status) else {
            guard let refusal = ARMRefusal.read(response, body, at: now) else {
                throw .unreadable(status: response.status, received: response.body)
            }
            throw .refused(refusal)
        }
        guard body != nil || response.body.isEmpty else {
            throw .unreadable(status: response.status, received: response.body)
        }
        return ARMAnswer(status: response.status, body: body, fields: response.fields, received: response.body)
    }
}

/// Azure's errors, in the four shapes that its services write them.
enum ARMRefusal {
    /// Nil for what no service of Azure's writes: a page of something in between.
    static func read(_ response: HTTPResponse, _ body: JSONNode?, at now: Instant) -> CloudRefusal? {
        let said = body.flatMap(said) ?? saidInXML(response.body)
        // Of a 401 the challenge tells enough (RFC 9110, 11.6.1); of a 429 the status does.
        guard said != nil || response.status == 429 || response.fields["WWW-Authenticate"] != nil else { return nil }
        let code = ShownBytes.line(said?.code ?? "\(response.status)", limit: 100)
        return CloudRefusal(
            status: response.status, code: code,
            message: ShownBytes.line((said?.message ?? "") + usedUp(response.fields), limit: 300),
            kind: kind(response.status, code),
            requestID: response.fields["x-ms-request-id"] ?? response.fields["x-ms-correlation-request-id"],
            received: response.body, retryAfter: RetryAfter.span(response.fields, at: now))
    }

    /// Which of a service's limits is used up: that whose count is 0
    /// (https://learn.microsoft.com/en-us/troubleshoot/azure/virtual-machines/windows/troubleshooting-throttling-errors).
    private static func usedUp(_ fields: HTTPFields) -> String {
        let names = (fields["x-ms-ratelimit-remaining-resource"] ?? "").split(separator: ",").compactMap { limit in
            limit.hasSuffix(";0") ? limit.dropLast(2).drop { $0 == " " } : nil
        }
        return names.isEmpty ? "" : " [\(names.joined(separator: ", "))]"
    }

    private static func kind(_ status: Int, _ code: String) -> CloudRefusal.Kind {
        switch status {
        case 401: .login
        case 403: .forbidden
        case 404: .missing
        case 429: .throttled
        default: .other
        }
    }

    /// `{"error": {…}}`, the same bare, and both with capitals.
    private static func said(_ node: JSONNode) -> (code: String, message: String)? {
        guard let object = node.object else { return nil }
        let inner = (object["error"] ?? object["Error"])?.object ?? object
        guard let code = (inner["code"] ?? inner["Code"])?.scalarText else { return nil }
        return (code, (inner["message"] ?? inner["Message"])?.string ?? "")
    }

    /// Storage writes XML, with a mark in front.
    private static func saidInXML(_ bytes: [UInt8]) -> (code: String, message: String)? {
        guard let root = try? MarkupDocument(xml: bytes).root, root.name == "Error", let code = root.said("Code") else {
            return nil
        }
        return (code, root.said("Message") ?? "")
    }
}

/// How long a server wants to be left alone (RFC 9110, 10.2.3, and Microsoft's own in milliseconds).
enum RetryAfter {
    private static let longest = Span.hours(24)

    static func span(_ fields: HTTPFields, at now: Instant) -> Span? {
        for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
            if let milliseconds = fields[name].flatMap({ Int64($0) }), milliseconds >= 0 {
                return min(longest, Span(microseconds: min(milliseconds, 86_400_000) * 1_000))
            }
        }
        guard let text = fields["Retry-After"] else { return nil }
        if let seconds = Int64(text) { return seconds < 0 ? nil : min(longest, .seconds(Int(min(seconds, 86_400)))) }
        return FeedTime.instant(text).map { min(longest, max(.zero, $0.since(now))) }
    }
}
