internal import EventJournal
internal import ServiceHours

/// What the engine does about a disk that ran full: it gives the reserve to the trees under way, and takes no new alerts
/// until the reserve is there again. Otherwise the alerts of a storm would use it up before the trees have ended.
struct JournalSpace {
    private static let pause = Span.seconds(10)

    private let journal: any Journal
    private let hasReserve: Bool
    /// The reserve was given back to the disk and is not there again yet.
    private var isUsed = false
    /// While space is tight, by the monotonic clock, when the reserve is tried next; nil while it is not tight.
    private var retryAt: Span?

    init(_ journal: any Journal) {
        self.journal = journal
        // Finds the reserve where it lies already. A journal that could not make its reserve has one all the same: it
        // may come back.
        hasReserve = journal.restoreReserve() != .none
    }

    var isTight: Bool { retryAt != nil }

    /// An append has failed.
    mutating func appendFailed(_ error: JournalError) {
        guard hasReserve else { return }
        switch error {
        // A fault of the file may be a quota that is used up.
        case .full, .ioFailed:
            try? journal.releaseReserve()
            isUsed = true
        default: break
        }
    }

    /// An append has succeeded after one that failed.
    mutating func appendSucceeded(uptime: Span) {
        // The reserve is not tried at once: the space that was just given back is for what is under way.
        if isUsed, retryAt == nil { retryAt = uptime + Self.pause }
    }

    /// Tries to make the reserve again when it is time.
    mutating func tryAgain(uptime: Span) {
        guard let due = retryAt, uptime >= due else { return }
        switch journal.restoreReserve() {
        case .none, .held:
            isUsed = false
            retryAt = nil
        case .released, .missing: retryAt = uptime + Self.pause
        }
    }
}
