internal import Glibc

/// Carries transfers on threads of its own: `WebCarrier` all at once on one, `ThreadCarrier` each on its own.
protocol TransferCarrier: Sendable {
    /// Every transfer taken is finished, sooner or later.
    func take(_ transfer: Transfer)
    /// Ends a transfer soon, if it is still under way; it says itself that it was cancelled.
    func cancel(_ transfer: Transfer)
}

enum CarrierThread {
    /// Writing to an encrypted connection that the other side has closed raises SIGPIPE, which would end the process:
    /// OpenSSL writes without the flag that prevents it. Blocked here, it concerns this thread and its children alone.
    static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
