import Foundation
import Testing
import WebTransfer

/// Mails to aiosmtpd.
@Suite(.timeLimit(.minutes(5))) struct SMTPTests {
    private let engine: TransferEngine

    init() throws {
        engine = try TransferEngine()
    }

    /// What the peer says of a session.
    struct Seen: Decodable {
        let event: String
        let name: String?
        let sender: String?
        let recipients: [String]?
        let bytes: String?
        let encrypted: Bool?
        let authenticated: Bool?

        /// The next of this kind.
        static func next(_ event: String, of peer: Peer) async throws -> Seen {
            while let line = await peer.next() {
                let seen = try JSONDecoder().decode(Seen.self, from: Data(line.utf8))
                if seen.event == event { return seen }
            }
            throw CancellationError()
        }

        var text: [UInt8] {
            let digits = Array(bytes ?? "")
            return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
        }
    }

    static func message(
        to recipients: [String] = ["sato@acme.example.jp"], from sender: String? = "desk@example.jp",
        text: String = "本文\r\n"
    ) throws -> SMTPMessage {
        try SMTPMessage(
            from: sender.map { try EnvelopeAddress($0) }, to: recipients.map { try EnvelopeAddress($0) },
            bytes: Array("Subject: =?UTF-8?B?6Zqc5a6z?=\r\n\r\n\(text)".utf8))
    }

    @Test func `a message arrives with its envelope, and the session ends politely`() async throws {
        let peer = try await Peer.mail()
        var server = peer.server()
        server.clientName = "night.example.jp"
        let message = try Self.message(to: ["sato@acme.example.jp", "suzuki+night@acme.example.jp"])
        let reply = try await engine.submit(message, to: server)
        #expect(reply.code == 250 && reply.text == "2.0.0 kept as 4711" && reply.stage == .message && reply.isAccepted)
        #expect(try await Seen.next("greeted", of: peer).name == "night.example.jp")
        let seen = try await Seen.next("message", of: peer)
        #expect(seen.sender == "desk@example.jp")
        #expect(seen.recipients == ["sato@acme.example.jp", "suzuki+night@acme.example.jp"])
        #expect(seen.text == message.bytes)
        #expect(seen.encrypted == false)
        _ = try await Seen.next("quit", of: peer)
    }

    @Test func `an empty sender arrives as one`() async throws {
        let peer = try await Peer.mail()
        #expect(try await engine.submit(Self.message(from: nil), to: peer.server()).isAccepted)
        #expect(try await Seen.next("message", of: peer).sender == "<>")
    }

    @Test(
        arguments: [
            ".\r\n", "..\r\n", "a\r\n.\r\nb\r\n", ".\r\n.\r\n.\r\n", "\r\n\r\n", ".a\r\n..b\r\n...c\r\n",
            "a\r\n.\r\nMAIL FROM:<evil@example.jp>\r\n", "夜間の障害\t😀\r\n",
        ])
    func `every byte of a message arrives as it was given`(text: String) async throws {
        let peer = try await Peer.mail()
        let message = try Self.message(text: text)
        #expect(try await engine.submit(message, to: peer.server()).isAccepted)
        #expect(try await Seen.next("message", of: peer).text == message.bytes)
    }

    @Test func `every byte of a large message arrives, wherever libcurl cuts it in pieces`() async throws {
        let texts = [
            String(repeating: "x", count: 998) + "\r\n", String(repeating: ".\r\n", count: 100_000),
            String(repeating: "." + String(repeating: "夜", count: 300) + "\r\n", count: 400),
        ]
        let peer = try await Peer.mail()
        for text in texts {
            let message = try Self.message(text: text)
            #expect(try await engine.submit(message, to: peer.server()).isAccepted)
            let isWhole = try await Seen.next("message", of: peer).text == message.bytes
            #expect(isWhole)
        }
    }

    @Test func `STARTTLS with an authority of our own, and a login`() async throws {
        let certificates = try Certificates.shared()
        let peer = try await Peer.mail(["--user", "desk@example.jp", "--password", "開け s3cret"], certificates)
        var server = peer.server(
            .startTLSRequired, credentials: Credentials(user: "desk@example.jp", secret: "開け s3cret"))

        let stranger = try await failure { [server] () throws(TransferError) in
            try await engine.submit(Self.good, to: server)
        }
        #expect(stranger.isNotSent && stranger.kind == .certificateRefused && !stranger.canPass)

        server.trust = .authorities(file: certificates.authority)
        #expect(try await engine.submit(Self.message(), to: server).isAccepted)
        let seen = try await Seen.next("message", of: peer)
        #expect(seen.encrypted == true && seen.authenticated == true)

        server.credentials = Credentials(user: "desk@example.jp", secret: "wrong")
        let refused = try await engine.submit(Self.message(), to: server)
        #expect(refused.code == 535 && refused.stage == .session && !refused.isAccepted && !refused.canPass)

        server.credentials = nil
        let strange = try await engine.submit(Self.message(), to: server)
        #expect(strange.code == 530 && strange.stage == .envelope && !strange.isAccepted)
    }

    @Test func `TLS from the first byte`() async throws {
        let certificates = try Certificates.shared()
        let peer = try await Peer.mail(["--implicit", "--user", "desk", "--password", "s3cret"], certificates)
        var server = peer.server(.implicitTLS, credentials: Credentials(user: "desk", secret: "s3cret"))
        server.host = "localhost"
        server.trust = .authorities(file: certificates.authority)
        #expect(try await engine.submit(Self.message(), to: server).isAccepted)
        #expect(try await Seen.next("message", of: peer).authenticated == true)
    }

    @Test func `a server without STARTTLS gets neither password nor message`() async throws {
        let peer = try await Peer.mail()
        let server = peer.server(.startTLSRequired, credentials: Credentials(user: "desk", secret: "s3cret"))
        let error = try await failure { () throws(TransferError) in try await engine.submit(Self.good, to: server) }
        #expect(error.isNotSent && error.kind == .encryptionNotOffered && !error.canPass)
        _ = try await Seen.next("closed", of: peer)
    }

    @Test(
        arguments: [
            ("refused", 550, SMTPReply.Stage.envelope, "5.1.1 no such person", false),
            ("later", 451, .envelope, "4.7.1 greylisted, come back in five minutes", true),
            ("unwelcome", 554, .message, "5.7.1 we do not like 5.7.1 what it says", false),
            ("full", 452, .message, "4.3.1 the disk is full", true),
        ])
    func `a refusal is an answer, with its code and words`(
        name: String, code: Int, stage: SMTPReply.Stage, text: String, canPass: Bool
    ) async throws {
        let peer = try await Peer.mail()
        let reply = try await engine.submit(Self.message(to: ["\(name)@acme.example.jp"]), to: peer.server())
        #expect(reply == SMTPReply(code: code, text: text, stage: stage))
        #expect(!reply.isAccepted && reply.canPass == canPass)
    }

    @Test func `one refused recipient refuses the message for all`() async throws {
        let peer = try await Peer.mail()
        let message = try Self.message(to: ["sato@acme.example.jp", "refused@acme.example.jp"])
        #expect(try await engine.submit(message, to: peer.server()).code == 550)
        // The next message is the first that arrives.
        #expect(try await engine.submit(Self.message(to: ["next@acme.example.jp"]), to: peer.server()).isAccepted)
        #expect(try await Seen.next("message", of: peer).recipients == ["next@acme.example.jp"])
    }

    private static var good: SMTPMessage {
        get throws(TransferError) {
            try SMTPMessage(
                from: nil, to: [EnvelopeAddress("sato@acme.example.jp")], bytes: Array("Subject: x\r\n\r\n".utf8))
        }
    }
}
