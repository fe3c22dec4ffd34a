import Testing
import WebTransfer

/// Mails without a reply, and mails that are not sent at all.
@Suite(.timeLimit(.minutes(5))) struct SMTPFailureTests {
    private let engine: TransferEngine

    init() throws {
        engine = try TransferEngine()
    }

    private func failing(_ server: SMTPServer, to name: String = "sato") async throws -> TransferError {
        let message = try SMTPTests.message(to: ["\(name)@acme.example.jp"])
        return try await failure { () throws(TransferError) in try await engine.submit(message, to: server) }
    }

    @Test func `a refused connection sent nothing`() async throws {
        let port = try LoopbackPort.refusing()
        let error = try await failing(SMTPServer(host: "127.0.0.1", port: port.number, security: .none))
        #expect(error.isNotSent && error.kind == .notConnected && error.canPass)
        #expect("\(error)".hasPrefix("smtp://127.0.0.1:\(port.number): nobody accepts the connection"))
    }

    @Test func `a server that does not greet in time was sent nothing`() async throws {
        let port = try LoopbackPort()
        var server = SMTPServer(host: "127.0.0.1", port: port.number, security: .none)
        server.connectTimeoutMilliseconds = 200
        let error = try await failing(server)
        #expect(error.isNotSent && error.kind == .timedOut)
    }

    @Test func `a server that closes at once, or after its greeting, was sent nothing`() async throws {
        for words in ["", "220 peer.example.jp\r\n"] {
            let port = try LoopbackPort.closing(saying: words)
            let error = try await failing(SMTPServer(host: "127.0.0.1", port: port.number, security: .none))
            #expect(error.isNotSent && error.canPass, "\(error)")
        }
    }

    @Test func `a server that greets with a refusal has answered`() async throws {
        for (words, code) in [("554 no service here\r\n", 554), ("421-too many\r\n421 come later\r\n", 421)] {
            let port = try LoopbackPort.closing(saying: words)
            let server = SMTPServer(host: "127.0.0.1", port: port.number, security: .none)
            let reply = try await engine.submit(SMTPTests.message(), to: server)
            #expect(reply.code == code && reply.stage == .session && reply.canPass == (code == 421))
        }
    }

    @Test func `a server that is no mail server was sent nothing`() async throws {
        let port = try LoopbackPort.closing(saying: "SSH-2.0-OpenSSH_9.2\r\n")
        let error = try await failing(SMTPServer(host: "127.0.0.1", port: port.number, security: .none))
        #expect(error.isNotSent)
    }

    @Test func `a connection cut after the message may have left it there`() async throws {
        let peer = try await Peer.mail()
        let error = try await failing(peer.server(), to: "cut")
        #expect(error.isAnswerLost && error.kind == .connectionCut && error.mayHaveArrived)
        _ = try await SMTPTests.Seen.next("message", of: peer)
    }

    @Test func `a server that does not reply to the message in time may have it`() async throws {
        let peer = try await Peer.mail()
        var server = peer.server()
        server.timeoutMilliseconds = 500
        let error = try await failing(server, to: "silent")
        #expect(error.isAnswerLost && error.kind == .timedOut)
    }

    @Test func `a mail server that thinks holds neither the web nor other mails`() async throws {
        let peer = try await Peer.mail()
        let web = try await Peer.web()
        let server = peer.server()
        let message = try SMTPTests.message(to: ["silent@acme.example.jp"])
        let waiting = Task {
            try await failure { () throws(TransferError) in try await engine.submit(message, to: server) }
        }
        _ = try await SMTPTests.Seen.next("message", of: peer)
        #expect(try await engine.perform(HTTPRequest(.get, web.address("/hello"))).status == 200)
        #expect(try await engine.submit(SMTPTests.message(), to: server).isAccepted)
        waiting.cancel()
        #expect(try await waiting.value == .cancelled(peer: "smtp://127.0.0.1:\(peer.port)", mayHaveArrived: true))
    }

    @Test func `a server that does not say goodbye is not waited for`() async throws {
        let peer = try await Peer.mail()
        var server = peer.server()
        server.clientName = "no-goodbye.example.jp"
        // Without care libcurl waits two minutes for the reply to QUIT.
        server.timeoutMilliseconds = 60_000
        let before = ContinuousClock.now
        #expect(try await engine.submit(SMTPTests.message(), to: server).isAccepted)
        #expect(ContinuousClock.now - before < .seconds(30))
        _ = try await SMTPTests.Seen.next("quit", of: peer)
    }

    @Test func `more mails than threads are all handed over, and one that waits can be cancelled`() async throws {
        let engine = try TransferEngine(TransferSettings(simultaneousMails: 1))
        let peer = try await Peer.mail()
        let server = peer.server()
        let silent = try SMTPTests.message(to: ["silent@acme.example.jp"])
        let first = Task {
            try await failure { () throws(TransferError) in try await engine.submit(silent, to: server) }
        }
        _ = try await SMTPTests.Seen.next("message", of: peer)
        let second = Task {
            try await failure { () throws(TransferError) in try await engine.submit(silent, to: server) }
        }
        second.cancel()
        #expect(try await second.value == .cancelled(peer: "smtp://127.0.0.1:\(peer.port)", mayHaveArrived: false))
        let message = try SMTPTests.message()
        let others = (1...5).map { _ in Task { try await engine.submit(message, to: server) } }
        first.cancel()
        _ = try await first.value
        for other in others { #expect(try await other.value.isAccepted) }
        await engine.stop()
    }

    @Test func `stopping cuts off a mail whose time is over`() async throws {
        let engine = try TransferEngine()
        let peer = try await Peer.mail()
        let server = peer.server()
        let silent = try SMTPTests.message(to: ["silent@acme.example.jp"])
        let waiting = Task {
            try await failure { () throws(TransferError) in try await engine.submit(silent, to: server) }
        }
        _ = try await SMTPTests.Seen.next("message", of: peer)
        await engine.stop(graceMilliseconds: 0)
        let error = try await waiting.value
        #expect(error.isAnswerLost && error.kind == .stopped)
    }

    @Test(
        arguments: [
            "", "desk", "desk@", "@example.jp", "a@b@c", "desk@example.jp\r\nRCPT TO:<evil@example.jp>",
            "desk@example.jp>\r\nDATA", "<desk@example.jp>", "desk@example.jp> SIZE=1", "desk @example.jp",
            "desk@example..jp", ".desk@example.jp", "desk.@example.jp", "de..sk@example.jp", "desk@-example.jp",
            "\"a b\"@example.jp", "夜@example.jp", "desk@例え.jp", "desk@[127.0.0.1]", "desk@example.jp\0",
            "desk@example.jp\n", "\tdesk@example.jp", String(repeating: "a", count: 65) + "@example.jp",
            "a@" + Array(repeating: String(repeating: "b", count: 50), count: 5).joined(separator: "."),
        ])
    func `what is not a plain address does not come onto an envelope`(text: String) {
        #expect(throws: TransferError.self) { try EnvelopeAddress(text) }
    }

    @Test(
        arguments: [
            "", "Subject: x", "Subject: x\n", "Subject: x\r", "a\r\n.\n", "a\n.\r\n", "a\r.\r\n", "a\r\r\n", "a\r\n\n",
            "\n", "\0\r\n", String(repeating: "x", count: 999) + "\r\n",
        ])
    func `a message that servers could understand differently is refused`(text: String) throws {
        let recipient = try EnvelopeAddress("a@example.jp")
        #expect(throws: TransferError.self) { try SMTPMessage(from: nil, to: [recipient], bytes: Array(text.utf8)) }
        #expect(throws: TransferError.self) { try SMTPMessage(from: nil, to: [], bytes: Array("a\r\n".utf8)) }
    }

    @Test func `a server that cannot be meant is refused`() async throws {
        let good = SMTPServer(host: "127.0.0.1", port: 1, security: .none)
        var variants = Array(repeating: good, count: 9)
        variants[0].host = "example.jp/x"
        variants[1].host = "a@example.jp"
        variants[2].host = ""
        variants[3].port = 0
        variants[4].port = 65_536
        variants[5].clientName = "x\r\nMAIL FROM:<evil@example.jp>"
        variants[6].timeoutMilliseconds = 0
        variants[7].credentials = Credentials(user: "a", secret: "b\0c")
        variants[8] = SMTPServer(
            host: "example.jp", port: 25, security: .none, credentials: Credentials(user: "a", secret: "b"))
        for server in variants {
            let error = try await failing(server)
            #expect(error.isInvalid, "\(error)")
        }
    }
}
