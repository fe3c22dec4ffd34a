import Testing
import WebTransfer

/// What comes back from Python's own web server.
@Suite(.timeLimit(.minutes(5))) struct HTTPAnswerTests {
    @Test(
        arguments: [
            ("text/html; charset=Shift_JIS", "Shift_JIS"), ("text/html;charset=\"utf-8\"", "utf-8"),
            ("text/html; a=b; Charset = euc-jp ", "euc-jp"), ("text/html", nil), ("text/html; charset=", nil),
            ("charset=utf-8", nil), ("", nil),
        ] as [(String, String?)])
    func `the encoding of an answer is the one that its type names`(type: String, charset: String?) {
        #expect(HTTPResponse(status: 200, fields: ["Content-Type": type]).charset == charset)
        #expect(HTTPResponse(status: 200).charset == nil)
    }

    private let engine: TransferEngine

    init() throws {
        engine = try TransferEngine()
    }

    @Test func `an answer has its status, its fields, its body and how long it took`() async throws {
        let peer = try await Peer.web()
        let response = try await engine.perform(HTTPRequest(.get, try peer.address("/hello")))
        #expect(response.status == 200)
        #expect(response.text == "こんばんは\n")
        #expect(response.fields["CONTENT-type"] == "text/plain; charset=utf-8")
        #expect(response.timings.totalMicroseconds >= response.timings.firstByteMicroseconds)
        #expect(response.timings.firstByteMicroseconds > 0)
        #expect(response.timings.connectionsOpened == 1)
    }

    @Test(arguments: HTTPMethod.allCases)
    func `every method arrives under its name`(method: HTTPMethod) async throws {
        let peer = try await Peer.web()
        let response = try await engine.perform(HTTPRequest(method, try peer.address("/echo")))
        #expect(response.status == 201)
        #expect(response.fields["X-Method"] == method.rawValue)
        // Nothing is sent that was not said: libcurl would call every POST a form.
        #expect(response.fields["X-Type"] == "none")
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
    func `a body arrives byte for byte`(method: HTTPMethod) async throws {
        let peer = try await Peer.web()
        let body = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var request = HTTPRequest(method, try peer.address("/echo"), fields: ["Content-Type": "a/b"], body: body)
        request.bodyLimitBytes = body.count
        let response = try await engine.perform(request)
        #expect(response.fields["X-Type"] == "a/b")
        #expect(response.body == body)
    }

    @Test func `a form arrives as one`() async throws {
        let peer = try await Peer.web()
        let form: WebForm = ["To": "+819012345678", "言葉": "a b&c=d\r\n", "To": ""]
        let response = try await engine.perform(HTTPRequest(.post, try peer.address("/echo"), form: form))
        #expect(response.fields["X-Type"] == "application/x-www-form-urlencoded")
        #expect(response.text == "To=%2B819012345678&%E8%A8%80%E8%91%89=a+b%26c%3Dd%0D%0A&To=")
    }

    @Test func `fields arrive as given, and credentials as Basic`() async throws {
        let peer = try await Peer.web()
        let request = HTTPRequest(
            .get, try peer.address("/fields"), fields: ["X-Twice": "1", "X-Twice": "2", "X-Empty": "", "X-語": "x"],
            credentials: Credentials(user: "acme", secret: "開け:ごま"))
        let refused = try await failure { () throws(TransferError) in try await engine.perform(request) }
        #expect(refused.isInvalid)

        var good = request
        good.fields = ["X-Twice": "1", "X-Twice": "夜"]
        good.fields.add("X-Empty", "")
        let lines = try await engine.perform(good).text.split(separator: "\n").map(String.init)
        #expect(lines.contains("X-Twice: 1") && lines.contains("X-Empty: "))
        #expect(lines.count { $0.hasPrefix("X-Twice: ") } == 2)
        // printf 'acme:開け:ごま' | base64
        #expect(lines.contains("Authorization: Basic YWNtZTrplovjgZE644GU44G+"))
        #expect(lines.contains("User-Agent: NightCall"))
        #expect(!lines.contains { $0.hasPrefix("Expect") || $0.hasPrefix("Accept-Encoding") || $0.hasPrefix("Cookie") })
    }

    @Test func `repeated fields are kept, and cookies are not sent back`() async throws {
        let peer = try await Peer.web()
        let response = try await engine.perform(HTTPRequest(.get, try peer.address("/repeated")))
        #expect(response.fields.values(of: "Set-Cookie") == ["a=1", "b=2"])
        #expect(response.fields["x-empty"] == "")
        let later = try await engine.perform(HTTPRequest(.get, try peer.address("/fields")))
        #expect(!later.text.contains("Cookie"))
    }

    @Test(arguments: [204, 304, 400, 401, 404, 429, 500, 503])
    func `a status of any kind is an answer`(status: Int) async throws {
        let peer = try await Peer.web()
        let response = try await engine.perform(HTTPRequest(.post, try peer.address("/status?code=\(status)")))
        #expect(response.status == status)
        #expect(response.fields["Retry-After"] == "7")
    }

    @Test func `a redirect is not followed`() async throws {
        let peer = try await Peer.web()
        let response = try await engine.perform(HTTPRequest(.get, try peer.address("/redirect")))
        #expect(response.status == 302)
        #expect(response.fields["Location"] == "/hello")
        _ = try await engine.perform(HTTPRequest(.get, try peer.address("/status?code=200")))
        #expect(!(await peer.all(until: "request 1 GET /status")).contains { $0.contains("/hello") })
    }

    @Test func `an interim answer and trailers are not taken for fields of the answer`() async throws {
        let peer = try await Peer.web()
        let interim = try await engine.perform(HTTPRequest(.get, try peer.address("/interim")))
        #expect(interim.status == 200 && interim.text == "final" && interim.fields["X-Early"] == nil)
        let chunked = try await engine.perform(HTTPRequest(.get, try peer.address("/chunked?chunks=3")))
        #expect(chunked.body == Array(repeating: UInt8(ascii: "y"), count: 3 * 1_024))
        #expect(chunked.fields["X-Trailer"] == nil)
    }

    @Test func `a private authority is trusted when named, and nobody else then`() async throws {
        let certificates = try Certificates.shared()
        let peer = try await Peer.web(certificates)
        var request = HTTPRequest(
            .get, try peer.address("/hello", scheme: "https"), credentials: Credentials(user: "a", secret: "b"))
        let refused = try await failure { () throws(TransferError) in try await engine.perform(request) }
        #expect(refused.isNotSent && refused.kind == .certificateRefused && !refused.canPass)

        request.trust = .authorities(file: certificates.authority)
        let response = try await engine.perform(request)
        #expect(response.status == 200)
        #expect(response.timings.encryptedMicroseconds > 0)

        request.trust = .authorities(file: "/nowhere/authority.pem")
        let missing = try await failure { () throws(TransferError) in try await engine.perform(request) }
        #expect(missing.isNotSent && missing.kind == .authoritiesUnreadable)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let certificates = try Certificates(for: "DNS:other.example.jp")
        let peer = try await Peer.web(certificates)
        var request = HTTPRequest(.get, try peer.address("/hello", scheme: "https"))
        request.trust = .authorities(file: certificates.authority)
        let error = try await failure { () throws(TransferError) in try await engine.perform(request) }
        #expect(error.isNotSent && error.kind == .certificateRefused)
    }

    @Test func `a certificate past its date is refused`() async throws {
        let certificates = try Certificates(days: -1)
        let peer = try await Peer.web(certificates)
        var request = HTTPRequest(.get, try peer.address("/hello", scheme: "https"))
        request.trust = .authorities(file: certificates.authority)
        let error = try await failure { () throws(TransferError) in try await engine.perform(request) }
        #expect(error.isNotSent && error.kind == .certificateRefused && !error.canPass)
    }
}
