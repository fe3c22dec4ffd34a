internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// A web page or an interface: its status, its fields and what stands in it. Redirects are answers like any other, unless
/// the runbook asks to follow them.
struct HTTPCheck: CheckStep {
    static let kind = CheckKind(
        "http", Words("ウェブの応答", "Web answer"), signal: .reachability,
        with: [
            .required("url", .text, "https://www.example.jp/", "the address to ask"),
            .optional("method", .choice(["GET", "HEAD"]), default: "GET", "HEAD", "how it is asked"),
            .optional("fields", .pairs, default: "none", "{Accept: application/json}", "header fields of the request"),
            .optional(
                "redirects", .integer(0...5), default: "0", "1",
                "how many redirects are followed; another server gets neither fields nor secret"),
            .optional("user", .text, default: "none", "watch", "who logs in; without it `secret` is a bearer token"),
            .optional("secret", .text, default: "none", "shop-token", "name of the secret to log in with"),
            .optional(
                "authority", .text, default: "the system's authorities", "/etc/ssl/private-ca.pem",
                "a PEM file with the only authority that is trusted"),
            .optional(
                "limit", .integer(1...16_777_216), default: "65536", "65536",
                "bytes of the body at most; a longer one is unknown"),
        ],
        expect: [
            .optional("status", .integer(100...599), default: "200", "200", "the status of the answer"),
            .optional("contains", .text, default: "anything", "ようこそ", "a text that the body contains"),
            .optional("absent", .text, default: "nothing", "エラー", "a text that the body must not contain"),
            .optional(
                "field", .pairs, default: "none", "{Content-Type: text/html}",
                "header fields of the answer, each with a text that it contains"),
            .optional(
                "pointer", .pairs, default: "none", "{/status: ok}",
                "JSON pointers (RFC 6901), each with the value that stands there"),
            .optional(
                "xpath", .pairs, default: "none", "{//title: 店舗}",
                "XPath expressions over XML or HTML, each with the text that they give"),
            .optional(
                "within", .span(.milliseconds(1) ... .minutes(5)), default: "the time of the check", "3s",
                "a slower answer is a warning"),
        ],
        values: [
            CheckKind.Value("status", "the status of the answer"),
            CheckKind.Value("milliseconds", unit: "ms", "until the whole answer was there"),
            CheckKind.Value("bytes", unit: "B", "length of the body"),
        ])

    private let address: WebAddress
    private let method: HTTPMethod
    private let fields: [StepValue.Pair]
    private let redirects: Int
    private let user: String?
    private let secret: String?
    private let trust: Trust
    private let limit: Int
    private let wanted: HTTPExpectation

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        address = try WebAddress(refusing: with.text("url"))
        method = with.text("method") == "HEAD" ? .head : .get
        fields = with.pairs("fields")
        redirects = with.integer("redirects") ?? 0
        user = with.text("user")
        secret = with.text("secret")
        trust = with.text("authority").map { .authorities(file: $0) } ?? .system
        limit = with.integer("limit") ?? 65_536
        wanted = try HTTPExpectation(expect)
        if method == .head, wanted.looksIntoBody {
            throw StepRefusal("a HEAD request has no body; ask with GET, or leave out what looks into it")
        }
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = "\(method.rawValue) \(address.text)"
        var asked = address
        var way: [Evidence.Detail] = []
        var took = Span.zero
        while true {
            var request = HTTPRequest(method, asked)
            request.trust = trust
            request.bodyLimitBytes = limit
            request.allow(surroundings.timeout)
            if asked.hasOrigin(of: address) {
                for field in fields { request.fields.add(field.name, field.value) }
                if let missing = request.logIn(user: user, secret: secret, surroundings) {
                    return Observation(.unknown, missing, source: source)
                }
            }
            let response: HTTPResponse
            do throws(TransferError) { response = try await surroundings.transfers.perform(request) } catch {
                return .unanswered(error, peer: "\(asked)", source: source)
            }
            took = took + .microseconds(response.timings.totalMicroseconds)
            guard way.count < redirects, let next = response.redirect(from: asked) else {
                return observation(response, took, way, source)
            }
            way.append(Evidence.Detail("redirect", next.text))
            asked = next
        }
    }

    private func observation(
        _ response: HTTPResponse, _ took: Span, _ way: [Evidence.Detail], _ source: String
    ) -> Observation {
        let milliseconds = took.microseconds / 1_000
        let (verdict, sentence) = wanted.judge(response, took: took)
        return Observation(
            verdict, sentence, source: source,
            readings: [
                Reading("status", String(response.status), threshold: String(wanted.status)),
                Reading("milliseconds", String(milliseconds), threshold: wanted.within.map { "\($0.shown.english)" }),
                Reading("bytes", String(response.body.count)),
            ],
            sourceTime: nil, requestID: response.fields["X-Request-Id"], received: response.body,
            details: way + response.timings.details, mayPass: verdict != .normal)
    }
}
