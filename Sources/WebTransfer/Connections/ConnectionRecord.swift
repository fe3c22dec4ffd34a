internal import CCurl

/// What libcurl can tell of a connection while it has it.
struct ConnectionRecord: Hashable, Sendable {
    var address = ""
    var certificates: [Certificate] = []
    /// OpenSSL's number; 0 for none.
    var verifyResult = 0
}

extension ConnectionRecord {
    /// More certificates than any honest chain has are left out.
    static let certificateLimit = 16

    init(_ handle: EasyHandle) {
        self.init()
        address = handle.text(CURLINFO_PRIMARY_IP)
        verifyResult = handle.number(CURLINFO_SSL_VERIFYRESULT)
        certificates = handle.certificates(limit: Self.certificateLimit)
    }
}

extension EasyHandle {
    func text(_ information: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        guard ccurl_get_text(pointer, information, &value) == CURLE_OK, let value else { return "" }
        return String(cString: value)
    }

    /// libcurl owns the lists: https://curl.se/libcurl/c/CURLINFO_CERTINFO.html
    fileprivate func certificates(limit: Int) -> [Certificate] {
        var found: UnsafeMutablePointer<curl_certinfo>?
        guard ccurl_get_certificates(pointer, &found) == CURLE_OK, let chain = found?.pointee,
            let lists = chain.certinfo
        else { return [] }
        return (0..<min(Int(chain.num_of_certs), limit)).map { place in
            let lines = sequence(first: lists[place]) { $0?.pointee.next }.prefix { $0 != nil }
            return Certificate(lines: lines.compactMap { $0?.pointee.data.map { String(cString: $0) } })
        }
    }
}
