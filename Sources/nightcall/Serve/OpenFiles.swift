import Glibc

/// How many files and connections this process may have open at once.
enum OpenFiles {
    /// Raises the limit as far as the system allows, and gives it.
    ///
    /// A shell's usual 1,024 are fewer than the connections that a storm brings, and a server that has run out of them
    /// accepts none and spins.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return assumed }
        let wanted = min(limit.rlim_max, enough)
        if wanted > limit.rlim_cur {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// Programs that this one starts close every number up to the limit, which may be a thousand million.
    private static let enough: rlim_t = 65_536
    private static let assumed = 1_024
}
