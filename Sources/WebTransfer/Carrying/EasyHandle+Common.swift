internal import CCurl

extension EasyHandle {
    /// What every transfer shares, whatever it carries.
    ///
    /// - Parameters:
    ///   - address: read by libcurl's own parser.
    ///   - scheme: the only protocol that libcurl may speak for it.
    func setCommon(
        address: String, scheme: String, trust: Trust, connectTimeoutMilliseconds: Int, _ settings: TransferSettings
    ) throws(TransferError) {
        try set(CURLOPT_URL, address)
        try set(CURLOPT_PROTOCOLS_STR, scheme)
        try set(CURLOPT_FOLLOWLOCATION, false)
        // No signals: they would hit a thread of somebody else.
        try set(CURLOPT_NOSIGNAL, true)
        // Without this the end of a transfer waits for a name server that does not answer, and all others with it.
        try set(CURLOPT_QUICK_EXIT, true)
        try set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeoutMilliseconds)
        if !settings.usesProxyOfEnvironment { try set(CURLOPT_PROXY, "") }
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, true)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if case .authorities(let file) = trust {
            try set(CURLOPT_CAINFO, file)
            // The system's own come from a folder as well.
            try set(CURLOPT_CAPATH, nil)
            // A file that was renewed counts from the next connection on, not after a day.
            try set(CURLOPT_CA_CACHE_TIMEOUT, 0)
        }
    }
}
