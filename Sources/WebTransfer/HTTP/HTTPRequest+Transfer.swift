internal import CCurl

extension HTTPRequest {
    /// Everything that libcurl needs to send it.
    func transfer(_ settings: TransferSettings) throws(TransferError) -> Transfer {
        if let refusal { throw .invalid("\(self): \(refusal)") }
        let transfer = try Transfer(
            .web(bodyLimitBytes: bodyLimitBytes, isSafe: method.isSafe), place: "\(address.host):\(address.port)",
            timeoutMilliseconds: timeoutMilliseconds)
        let handle = transfer.handle
        try handle.setCommon(
            address: address.text, scheme: address.scheme, trust: trust,
            connectTimeoutMilliseconds: connectTimeoutMilliseconds, settings)
        // One request at a time on a connection, so that what may have arrived is known.
        try handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try handle.set(CURLOPT_FRESH_CONNECT, !mayReuseConnection)
        try setMethod(of: handle)
        // Not as a field: those are signed, and whoever passes a request on may change this one.
        if fields["User-Agent"] == nil { try handle.set(CURLOPT_USERAGENT, "NightCall") }
        try handle.set(CURLOPT_HTTPHEADER, fieldLines)
        if let credentials {
            try handle.set(CURLOPT_HTTPAUTH, ccurl_basic_authentication())
            try handle.set(CURLOPT_USERNAME, credentials.user)
            try handle.set(CURLOPT_PASSWORD, credentials.secret)
        }
        if let signature {
            try handle.set(CURLOPT_AWS_SIGV4, signature.scope)
            try handle.set(CURLOPT_USERNAME, signature.credentials.user)
            try handle.set(CURLOPT_PASSWORD, signature.credentials.secret)
        }
        return transfer
    }

    private func setMethod(of handle: EasyHandle) throws(TransferError) {
        switch method {
        case .get: try handle.set(CURLOPT_HTTPGET, true)
        case .head: try handle.set(CURLOPT_NOBODY, true)
        case .post: try handle.set(CURLOPT_POST, true)
        case .put, .patch, .delete: try handle.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        }
        switch method {
        case .get, .head: break
        case .post, .put, .patch: try handle.setBody(body)
        // Without a body it must not announce one of length 0 (RFC 9110, 9.3.5).
        case .delete: if !body.isEmpty { try handle.setBody(body) }
        }
    }

    private var fieldLines: [String] {
        // A name with nothing behind the colon takes out what libcurl would add: the wait for a 100 before a large
        // body, and a type that the body does not have.
        // A signature would hold that first name as well, which is not sent.
        var lines = signature == nil ? ["Expect:"] : []
        if fields["Content-Type"] == nil { lines.append("Content-Type:") }
        if let token = signature?.sessionToken { lines.append("X-Amz-Security-Token: \(token)") }
        // A semicolon stands for a value that is empty.
        return lines + fields.all.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    }
}

extension HTTPRequest {
    /// What came of it.
    func response(_ record: TransferRecord) throws(TransferError) -> HTTPResponse {
        let peer = "\(address)"
        switch record.end {
        case .finished(code: 0) where record.isHeadComplete:
            return HTTPResponse(
                status: record.code, fields: Self.fields(record.head), body: record.body, timings: record.timings)
        case .cancelled: throw .cancelled(peer: peer, mayHaveArrived: record.hasBegun)
        case .finished where record.isOverLimit:
            throw .tooLarge(peer: peer, status: record.code, limitBytes: bodyLimitBytes)
        case .finished, .stopped, .late:
            let fault = TransferFault(record, peer: peer, hiding: credentials ?? signature?.credentials)
            throw record.hasBegun ? .answerLost(fault) : .notSent(fault)
        }
    }

    private static func fields(_ head: [String]) -> HTTPFields {
        var fields = HTTPFields()
        for line in head.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields.add(String(line[..<colon]), Blanks.trimmed(line[line.index(after: colon)...]))
        }
        return fields
    }
}

enum Blanks {
    static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
