import Testing
import WebTransfer

/// What is not sent at all, and what is not told.
@Suite struct HTTPRefusalTests {
    @Test(
        arguments: [
            ("/b", "https://a.example.jp/b"), ("c?x=1#y", "https://a.example.jp/a/c?x=1"),
            ("//b.example.jp/", "https://b.example.jp/"), ("http://c.example.jp", "http://c.example.jp/"),
            ("../../..", "https://a.example.jp/"), ("ftp://a.example.jp/", nil), ("http://u:p@a.example.jp/", nil),
            ("\u{0}", nil),
        ] as [(String, String?)])
    func `where a redirect leads is understood from where it came`(location: String, wanted: String?) throws {
        let base = try WebAddress("https://a.example.jp/a/b?q=1")
        for status in [301, 302, 303, 307, 308] {
            let response = HTTPResponse(status: status, fields: ["Location": location])
            #expect(response.redirect(from: base)?.text == wanted)
        }
        #expect(HTTPResponse(status: 200, fields: ["Location": location]).redirect(from: base) == nil)
        #expect(HTTPResponse(status: 302).redirect(from: base) == nil)
    }

    @Test(
        arguments: [
            "file:///etc/passwd", "ftp://example.jp/", "gopher://example.jp/", "smtp://example.jp/",
            "scp://example.jp/",
            "dict://127.0.0.1:11211/stat", "", "example.jp", "/path", "http://", "http://a b/",
            "http://example.jp:99999/", "http://example.jp:0/", "http://user:secret@example.jp/",
            "http://user@example.jp/", "http://example.jp/\r\nX: y", "http://example.jp/ HTTP/1.1",
            "http://ex\0ample.jp/",
            "javascript:alert(1)", "http://[::1/", "http://example.jp%00.evil.jp/",
        ])
    func `anything but a whole web address is refused`(text: String) {
        #expect(throws: TransferError.self) { try WebAddress(text) }
    }

    @Test(
        arguments: [
            ("AP-northeast-1", "ec2", nil), ("ap-northeast-1:x", "ec2", nil), ("", "ec2", nil),
            ("ap-northeast-1", "e c2", nil),
            ("ap-northeast-1", "ec2", "token\r\nX: y"),
        ] as [(String, String, String?)])
    func `a signature that would say more than it is to is refused, and shows no secret`(
        region: String, service: String, token: String?
    ) async throws {
        let engine = try TransferEngine()
        var request = HTTPRequest(.post, try WebAddress("http://127.0.0.1:9/"), form: ["Action": "x"])
        let signature = AWSSignature(
            by: Credentials(user: "AKIA", secret: "hidden"), region: region, service: service, sessionToken: token)
        request.signature = signature
        do {
            _ = try await engine.perform(request)
            Issue.record("it was sent")
        } catch {
            guard case .invalid = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(!"\(signature) \(String(reflecting: signature))".contains("hidden"))
        await engine.stop(graceMilliseconds: 0)
    }

    @Test func `an address is shown as its scheme, host and port alone`() throws {
        let address = try WebAddress("HTTPS://API.Example.jp:8443/services/T00/path-secret?token=query-secret#part")
        #expect("\(address)" == "https://api.example.jp:8443")
        #expect(address.text.hasSuffix(":8443/services/T00/path-secret?token=query-secret"))
        #expect(try WebAddress("https://api.example.jp/").description == "https://api.example.jp")
        #expect(try WebAddress("http://[::1]:8024/").host == "[::1]")
        // Other spellings of an address are read as what they connect to.
        #expect(try WebAddress("http://0x7f.1/").host == "127.0.0.1")
    }

    @Test(
        arguments: [
            ("X-A", "b\r\nX-Injected: 1"), ("X-A", "b\nX-Injected: 1"), ("X-A", "b\r"), ("X-A", "b\0c"),
            ("X-A", "b\u{7F}"), ("X-A: 1\r\nX-B", "c"), ("X A", "b"), ("", "b"), ("X:A", "b"), ("Ｘ", "b"),
            ("Content-Length", "5"), ("transfer-encoding", "chunked"), ("Host", "evil.jp"), ("Connection", "close"),
        ])
    func `a field that could begin another, or frame the message, is refused`(name: String, value: String) async throws
    {
        let engine = try TransferEngine()
        var request = HTTPRequest(.get, try WebAddress("http://127.0.0.1:1/"))
        request.fields.add(name, value)
        let error = try await failure { () throws(TransferError) in try await engine.perform(request) }
        #expect(error.isInvalid && !error.canPass && !error.mayHaveArrived, "\(error)")
        #expect(!"\(error)".contains("Injected"))
    }

    @Test func `a request that cannot be meant is refused`() async throws {
        let engine = try TransferEngine()
        let address = try WebAddress("http://127.0.0.1:1/")
        let good = HTTPRequest(.post, address, credentials: Credentials(user: "a", secret: "b"))
        var variants = Array(repeating: good, count: 8)
        variants[0].method = .get
        variants[0].body = [1]
        variants[1].timeoutMilliseconds = 0
        variants[2].connectTimeoutMilliseconds = -1
        variants[3].bodyLimitBytes = -1
        variants[4].credentials = Credentials(user: "a:b", secret: "c")
        variants[5].credentials = Credentials(user: "a", secret: "b\nc")
        variants[6].fields.add("authorization", "Bearer x")
        variants[7].address = try WebAddress("http://example.jp/")
        for request in variants {
            let error = try await failure { () throws(TransferError) in try await engine.perform(request) }
            #expect(error.isInvalid, "\(error)")
        }
        variants[7].address = try WebAddress("http://127.example.jp/")
        let error = try await failure { () throws(TransferError) in try await engine.perform(variants[7]) }
        #expect(error.isInvalid, "a name that only looks like the loopback gets no secret")
    }

    @Test func `no secret is in what is printed of a value or an error`() async throws {
        let engine = try TransferEngine()
        let port = try LoopbackPort.refusing()
        let credentials = Credentials(user: "acme", secret: "s3cret")
        let request = HTTPRequest(
            .post, try WebAddress("http://127.0.0.1:\(port.number)/s3cret?a=s3cret"),
            fields: ["X-Key": "s3cret", "Authorization-Key": "s3cret"], body: Array("s3cret".utf8),
            credentials: credentials)
        let error = try await failure { () throws(TransferError) in try await engine.perform(request) }
        var server = SMTPServer(host: "127.0.0.1", port: port.number, security: .none, credentials: credentials)
        server.timeoutMilliseconds = 5_000
        let message = try SMTPMessage(
            from: nil, to: [EnvelopeAddress("s3cret@example.jp")], bytes: Array("s3cret\r\n".utf8))
        let mailError = try await failure { () throws(TransferError) in try await engine.submit(message, to: server) }
        let values: [Any] = [request, request.fields, request.address, credentials, error, server, message, mailError]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("s3cret"), "\(type(of: value))")
            }
        }
        #expect(error.isNotSent && mailError.isNotSent)
    }
}
