import Testing
import WebTransfer

/// Every way to get no answer, and whether the other side may have received the request.
@Suite(.timeLimit(.minutes(5))) struct HTTPFailureTests {
    private let engine: TransferEngine

    init() throws {
        engine = try TransferEngine()
    }

    private func failing(
        _ address: WebAddress, _ method: HTTPMethod = .post, timeoutMilliseconds: Int = 15_000, limitBytes: Int = 1_024
    ) async throws -> TransferError {
        var request = HTTPRequest(method, address)
        request.timeoutMilliseconds = timeoutMilliseconds
        request.connectTimeoutMilliseconds = min(3_000, timeoutMilliseconds)
        request.bodyLimitBytes = limitBytes
        return try await failure { () throws(TransferError) in try await engine.perform(request) }
    }

    @Test func `a refused connection sent nothing`() async throws {
        let port = try LoopbackPort.refusing()
        let error = try await failing(WebAddress("http://127.0.0.1:\(port.number)/call"))
        #expect(error.isNotSent && error.kind == .notConnected && error.canPass && !error.mayHaveArrived)
        #expect(error.description.hasPrefix("http://127.0.0.1:\(port.number): nobody accepts the connection"))
    }

    @Test func `a name without an address sent nothing`() async throws {
        // A label of 64 characters: no name server is asked.
        let error = try await failing(WebAddress("http://\(String(repeating: "a", count: 64)).invalid/"))
        #expect(error.isNotSent && error.kind == .nameNotFound && error.canPass)
    }

    @Test func `a server that does not finish the handshake in time was sent nothing`() async throws {
        let port = try LoopbackPort()
        let error = try await failing(WebAddress("https://127.0.0.1:\(port.number)/"), timeoutMilliseconds: 200)
        #expect(error.isNotSent && error.kind == .timedOut)
    }

    @Test func `a server that does not speak TLS was sent nothing`() async throws {
        let peer = try await Peer.web()
        let error = try await failing(peer.address("/hello", scheme: "https"))
        #expect(error.isNotSent && error.kind == .handshakeFailed)
        let port = try LoopbackPort.closing()
        let cut = try await failing(WebAddress("https://127.0.0.1:\(port.number)/"))
        #expect(cut.isNotSent)
    }

    @Test func `a server that does not answer in time may have received the request`() async throws {
        let peer = try await Peer.web()
        let error = try await failing(peer.address("/slow"), timeoutMilliseconds: 300)
        #expect(error.isAnswerLost && error.kind == .timedOut && error.mayHaveArrived)
        #expect(await peer.next(beginning: "request") == "request 1 POST /slow")
    }

    @Test func `a server that answers a byte at a time is left when the time is over`() async throws {
        let peer = try await Peer.web()
        let error = try await failing(peer.address("/drip"), .get, timeoutMilliseconds: 500, limitBytes: 2_000_000)
        #expect(error.isAnswerLost && error.kind == .timedOut)
        #expect(await peer.next(beginning: "closed") == "closed 1")
    }

    @Test(arguments: ["/cut", "/reset", "/cut-in-head", "/cut-in-body", "/cut-in-chunk"])
    func `a connection cut after the request lost the answer`(path: String) async throws {
        let peer = try await Peer.web()
        let error = try await failing(peer.address(path))
        #expect(error.isAnswerLost && error.kind == .connectionCut && error.canPass)
    }

    @Test func `an answer cut after any of its bytes is never taken for one`() async throws {
        let peer = try await Peer.web()
        for bytes in 0..<74 {
            let error = try await failing(peer.address("/cut-after?bytes=\(bytes)"))
            #expect(error.isAnswerLost, "cut after \(bytes) bytes: \(error)")
        }
        let whole = try await engine.perform(HTTPRequest(.post, peer.address("/cut-after?bytes=74")))
        #expect(whole.status == 201 && whole.text == "abcde")
    }

    @Test func `an answer of another protocol is no answer`() async throws {
        let peer = try await Peer.web()
        let error = try await failing(peer.address("/gibberish"))
        #expect(error.isAnswerLost && error.kind == .unreadableAnswer)
    }

    @Test(arguments: ["/big?bytes=1025", "/big?bytes=50000000", "/chunked?chunks=2", "/long-head"])
    func `an answer over its limit is cut off`(path: String) async throws {
        let peer = try await Peer.web()
        let error = try await failing(peer.address(path), .get)
        #expect(error == .tooLarge(peer: "http://127.0.0.1:\(peer.port)", status: 200, limitBytes: 1_024))
        #expect(error.mayHaveArrived && !error.canPass)
        // The connection is not drained but closed.
        await peer.next(beginning: "closed")
    }

    @Test func `an answer of exactly the limit is taken`() async throws {
        let peer = try await Peer.web()
        var request = HTTPRequest(.get, try peer.address("/big?bytes=1024"))
        request.bodyLimitBytes = 1_024
        #expect(try await engine.perform(request).body.count == 1_024)
        request.address = try peer.address("/big?bytes=0")
        request.bodyLimitBytes = 0
        #expect(try await engine.perform(request).body.isEmpty)
    }

    @Test func `no kind of connection or answer lets a POST be sent a second time`() async throws {
        let peer = try await Peer.web()
        _ = try await engine.perform(HTTPRequest(.get, peer.address("/last")))
        // The server takes it on the connection that was kept, and closes without a word. libcurl would send it again.
        let error = try await failing(peer.address("/echo"))
        #expect(error.isAnswerLost && error.kind == .connectionCut)
        _ = try await engine.perform(HTTPRequest(.get, peer.address("/status?code=200")))
        let seen = await peer.all(until: "request 3 GET /status")
        #expect(seen.filter { $0.contains("POST") } == ["request 1 POST /echo"])
    }

    @Test func `a POST that wants a connection of its own is not lost on a kept one`() async throws {
        let peer = try await Peer.web()
        _ = try await engine.perform(HTTPRequest(.get, peer.address("/last")))
        var request = HTTPRequest(.post, try peer.address("/echo"))
        request.mayReuseConnection = false
        #expect(try await engine.perform(request).status == 201)
        #expect(await peer.next(beginning: "request 2") == "request 2 POST /echo")
    }

    @Test func `a GET is sent again when its kept connection turns out to be closed`() async throws {
        let peer = try await Peer.web()
        _ = try await engine.perform(HTTPRequest(.get, peer.address("/last")))
        #expect(try await engine.perform(HTTPRequest(.get, peer.address("/hello"))).status == 200)
        #expect(await peer.next(beginning: "request 1 GET /hello") != nil)
        #expect(await peer.next(beginning: "request 2 GET /hello") != nil)
    }
}
