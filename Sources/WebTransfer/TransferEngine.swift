/// Speaks with web and mail servers: libcurl on threads of its own, an `async` call for each transfer.
///
/// Connections to web servers stay open and are used again. Cancelling a task ends its transfer: at once for the web,
/// within a second for a mail. Everything is thread-safe.
///
///     let engine = try TransferEngine()
///     let response = try await engine.perform(HTTPRequest(.get, try WebAddress("https://status.example.jp/")))
///     let reply = try await engine.submit(message, to: server)
///     await engine.stop()
///
/// It does not try again on its own, and follows nothing that the other side says: both are the caller's to decide.
/// Where an answer is missing, `TransferError` says whether the other side may have received the request.
public final class TransferEngine: Sendable {
    private let settings: TransferSettings
    private let web: WebCarrier
    private let mail: ThreadCarrier
    private let connections: ThreadCarrier

    /// Starts the thread for the web; threads for mails come and go.
    /// - Throws: `TransferError.invalid` when libcurl finds no memory.
    public init(_ settings: TransferSettings = TransferSettings()) throws(TransferError) {
        self.settings = settings
        web = try WebCarrier(settings)
        mail = ThreadCarrier(threads: settings.simultaneousMails, name: "mail-transfer")
        connections = ThreadCarrier(threads: settings.simultaneousConnections, name: "connection-look")
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    public func perform(_ request: HTTPRequest) async throws(TransferError) -> HTTPResponse {
        let transfer = try request.transfer(settings)
        return try request.response(await transfer.carry(by: web))
    }

    /// Hands a message to a mail server and waits for its reply, be it a refusal.
    public func submit(_ message: SMTPMessage, to server: SMTPServer) async throws(TransferError) -> SMTPReply {
        let transfer = try server.transfer(of: message, settings)
        return try server.reply(await transfer.carry(by: mail))
    }

    /// Opens a connection, sees who is there, and closes it. No byte of a request is sent.
    ///
    /// A certificate that is not to be trusted is no error here: the answer says so, and why. To read it, a second
    /// connection is opened that trusts everybody, since libcurl shows no certificate of a handshake that it refused.
    public func look(at request: ConnectionRequest) async throws(TransferError) -> ConnectionLook {
        let transfer = try request.transfer(settings, trustsEverybody: false)
        let record = await transfer.carry(by: connections)
        guard let refusal = CertificateRefusal(record) else { return try request.look(record, refusal: nil) }
        let second = try request.transfer(settings, trustsEverybody: true)
        return try request.look(await second.carry(by: connections), refusal: refusal)
    }

    /// Takes nothing more, lets go on what is under way, and returns when it has ended and the connections are closed.
    ///
    /// - Parameter graceMilliseconds: for how long; what is not done by then is cut off, a mail up to a second later.
    public func stop(graceMilliseconds: Int = 5_000) async {
        let instant = ContinuousClock.now + .milliseconds(graceMilliseconds)
        async let webEnd: Void = web.stop(by: instant)
        async let mailEnd: Void = mail.stop(by: instant)
        async let connectionEnd: Void = connections.stop(by: instant)
        _ = await (webEnd, mailEnd, connectionEnd)
    }
}
