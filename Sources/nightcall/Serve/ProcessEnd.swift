import Glibc

/// How the process ends when it cannot end in order.
enum ProcessEnd {
    /// Says why on standard error, and ends as a power cut would: other threads are alive, and what `exit` runs could wait
    /// for them or crash under them. The journal is made for that.
    static func atOnce(_ why: String) -> Never {
        // Whoever reads standard error may hang on the same disk; he must not keep the process.
        var standardError = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if poll(&standardError, 1, 1_000) == 1 { StandardError.print(why) }
        _exit(ServeFault.ourFault)
    }
}
