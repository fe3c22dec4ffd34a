internal import CCurl

extension SMTPServer {
    /// Everything that libcurl needs to hand the message over.
    ///
    /// The size of the message is not told in advance, so that libcurl asks for more until it is told the end: only
    /// then can the end have left, and the message be taken. libcurl doubles the dots at the beginning of lines.
    func transfer(of message: SMTPMessage, _ settings: TransferSettings) throws(TransferError) -> Transfer {
        if let refusal { throw .invalid("\(self): \(refusal)") }
        let transfer = try Transfer(
            .mail(message: message.bytes), place: "\(host):\(port)", timeoutMilliseconds: timeoutMilliseconds)
        let handle = transfer.handle
        try handle.setCommon(
            address: "\(scheme)://\(host):\(port)/\(clientName ?? "")", scheme: scheme, trust: trust,
            connectTimeoutMilliseconds: connectTimeoutMilliseconds, settings)
        try handle.set(
            CURLOPT_USE_SSL, Int((security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        try handle.set(CURLOPT_UPLOAD, true)
        try handle.set(CURLOPT_MAIL_FROM, message.sender?.text ?? "")
        try handle.set(CURLOPT_MAIL_RCPT, message.recipients.map(\.text))
        // A session of its own for each message, closed with QUIT: an idle one would be closed by the server.
        try handle.set(CURLOPT_FRESH_CONNECT, true)
        try handle.set(CURLOPT_FORBID_REUSE, true)
        // Asked about once a second whether to go on.
        try handle.set(CURLOPT_NOPROGRESS, false)
        if let credentials {
            try handle.set(CURLOPT_USERNAME, credentials.user)
            try handle.set(CURLOPT_PASSWORD, credentials.secret)
            // What every server over TLS takes. libcurl would rather try Kerberos where it is offered, and fail.
            try handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        }
        return transfer
    }

    /// What came of it.
    func reply(_ record: TransferRecord) throws(TransferError) -> SMTPReply {
        let peer = "\(self)"
        if let reply = SMTPReply(record, hiding: credentials) { return reply }
        switch record.end {
        case .cancelled: throw .cancelled(peer: peer, mayHaveArrived: record.isHandedOver)
        case .finished, .stopped, .late:
            let fault = TransferFault(record, peer: peer, hiding: credentials)
            throw record.isHandedOver ? .answerLost(fault) : .notSent(fault)
        }
    }
}

extension SMTPReply {
    /// The reply that decided, if one did.
    init?(_ record: TransferRecord, hiding credentials: Credentials?) {
        guard record.isHeadComplete, let code = record.head.last.flatMap({ Int($0.prefix(3)) }) else { return nil }
        // Until all of it is handed over, a reply decides only when it refuses and libcurl gave up because of it:
        // not when something else went wrong after a refusal that libcurl knows to live with.
        let isRefusal = code >= 400 && Self.refusals.contains(record.end)
        guard record.isHandedOver || isRefusal else { return nil }
        let lines = record.head.map { line in Blanks.trimmed(line.dropFirst(4)) }
        let text = lines.joined(separator: " ")
        self.init(
            code: code, text: credentials?.hidden(in: text) ?? text,
            stage: record.isHandedOver ? .message : record.hasBegun ? .envelope : .session)
    }

    private static let refusals: [TransferRecord.End] = [
        CURLE_WEIRD_SERVER_REPLY, CURLE_SEND_ERROR, CURLE_LOGIN_DENIED, CURLE_USE_SSL_FAILED,
        CURLE_REMOTE_ACCESS_DENIED,
    ].map { .finished(code: Int($0.rawValue)) }
}
