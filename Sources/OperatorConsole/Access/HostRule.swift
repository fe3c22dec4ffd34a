/// Whether a request was addressed to this machine by a name that only this machine answers to.
///
/// While reading needs no token, a page of another site could have its own name lead here (DNS rebinding) and read what
/// the operator's browser may read. It cannot choose the name under which it asks.
enum HostRule {
    static func isLocal(_ authority: String?) -> Bool {
        guard let authority else { return false }
        let host = host(of: authority).lowercased()
        return host == "localhost" || host == "[::1]"
            || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    private static func host(of authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return authority[...end] }
        return authority.prefix { $0 != ":" }
    }
}
