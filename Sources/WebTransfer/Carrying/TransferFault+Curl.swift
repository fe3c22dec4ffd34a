internal import CCurl

extension TransferFault {
    init(_ record: TransferRecord, peer: String, hiding credentials: Credentials?) {
        let detail = credentials?.hidden(in: record.detail) ?? record.detail
        self.init(peer: peer, kind: Kind(record.end), detail: detail)
    }
}

extension TransferFault.Kind {
    init(_ end: TransferRecord.End) {
        switch end {
        case .finished(let code): self.init(code: code)
        case .cancelled, .stopped: self = .stopped
        case .late: self = .timedOut
        }
    }

    /// - Parameter code: https://curl.se/libcurl/c/libcurl-errors.html
    private init(code: Int) {
        self =
            switch CURLcode(UInt32(clamping: code)) {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotFound
            case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .notConnected
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER: .handshakeFailed
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
                .certificateRefused
            case CURLE_SSL_CACERT_BADFILE: .authoritiesUnreadable
            case CURLE_USE_SSL_FAILED: .encryptionNotOffered
            case CURLE_LOGIN_DENIED: .loginImpossible
            // A success without a complete answer: the connection ended within its head.
            case CURLE_OK: .connectionCut
            // The callback that refuses to send a request a second time aborts: its connection was dead.
            case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_ABORTED_BY_CALLBACK:
                .connectionCut
            case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .unreadableAnswer
            default: .other(code)
            }
    }
}
