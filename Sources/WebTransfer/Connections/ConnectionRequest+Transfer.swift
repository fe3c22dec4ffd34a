internal import CCurl

extension ConnectionRequest {
    /// Everything that libcurl needs to open it.
    func transfer(_ settings: TransferSettings, trustsEverybody: Bool) throws(TransferError) -> Transfer {
        if let refusal { throw .invalid("\(self): \(refusal)") }
        let transfer = try Transfer(
            .connection(awaiting: awaiting.map { Array($0.utf8) }), place: description,
            timeoutMilliseconds: timeoutMilliseconds)
        let handle = transfer.handle
        let place = "\(Self.bracketed(host)):\(port)"
        switch security {
        case .none:
            try handle.setCommon(
                address: "http://\(place)/", scheme: "http", trust: .system,
                connectTimeoutMilliseconds: timeoutMilliseconds, settings)
        case .tls(let name, let trust):
            try handle.setCommon(
                address: "https://\(Self.bracketed(name)):\(port)/", scheme: "https", trust: trust,
                connectTimeoutMilliseconds: timeoutMilliseconds, settings)
            // The name is asked for at this host, whatever the name server says.
            try handle.set(CURLOPT_CONNECT_TO, ["::\(place)"])
            try handle.set(CURLOPT_CERTINFO, true)
            // Other protocols than the web's speak TLS too, and refuse a client that offers only the web's.
            try handle.set(CURLOPT_SSL_ENABLE_ALPN, false)
            if trustsEverybody {
                try handle.set(CURLOPT_SSL_VERIFYPEER, false)
                try handle.set(CURLOPT_SSL_VERIFYHOST, 0)
            }
            try transfer.listenToHandshake()
        }
        try handle.set(CURLOPT_CONNECT_ONLY, true)
        try handle.set(CURLOPT_FRESH_CONNECT, true)
        // Asked about once a second whether to go on.
        try handle.set(CURLOPT_NOPROGRESS, false)
        return transfer
    }

    /// What came of it.
    func look(_ record: TransferRecord, refusal: CertificateRefusal?) throws(TransferError) -> ConnectionLook {
        switch record.end {
        case .finished(code: 0):
            return ConnectionLook(
                address: record.connection.address, timings: record.timings, greeting: record.body,
                certificates: record.connection.certificates, protocolVersion: record.protocolVersion,
                refusal: refusal)
        case .cancelled: throw .cancelled(peer: description, mayHaveArrived: false)
        case .finished, .stopped, .late: throw .notSent(TransferFault(record, peer: description, hiding: nil))
        }
    }

    /// Why it cannot be opened; nil when it can. What would be read as more than a host is none.
    private var refusal: String? {
        if !(1...65_535).contains(port) { return "the port is not between 1 and 65535" }
        if timeoutMilliseconds < 1 { return "the time limit is not above 0" }
        if awaiting?.isEmpty == true { return "the awaited text is empty" }
        switch security {
        case .none: return isHost(host) ? nil : "this is no name or address of a host"
        case .tls(let name, _):
            return isHost(host) && isHost(name) ? nil : "this is no name or address of a host"
        }
    }

    private func isHost(_ text: String) -> Bool {
        let bracketed = Self.bracketed(text)
        guard !text.isEmpty, text.utf8.count <= 255, !text.utf8.contains(where: { "/?#@\\ ".utf8.contains($0) }),
            let address = try? WebAddress("http://\(bracketed):\(port)/")
        else { return false }
        return address.port == port && address.text == "http://\(address.host):\(port)/"
            || port == 80 && address.text == "http://\(address.host)/"
    }
}
