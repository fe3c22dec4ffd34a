internal import EventJournal
internal import ServiceHours

/// What the engine does about a disk that ran full: it gives the reserve to the trees under way, and takes no new alerts
/// until the reserve is there again. Otherwise the alerts of a storm would use it up before the trees have ended.
struct JournalSpace {
    private static let pause = Span.seconds(10)

    private let journal: any Journal
    /// While space is tight, by the monotonic clock, when the reserve is tried next; nil while it is not tight.
    private var retryAt: Span?

    /// An append has failed for want of space since one succeeded.
    private var ranFull = false

    /// The journal may have needed the reserve to be opened at all.
    init(_ journal: any Journal, uptime: Span) {
        self.journal = journal
        if journal.reserve == .released { retryAt = uptime + Self.pause }
    }

    var isTight: Bool { retryAt != nil }

    /// An append has failed.
    mutating func appendFailed(_ error: JournalError) {
        switch error {
        // A fault of the file may be a quota that is used up.
        case .full, .ioFailed:
            try? journal.releaseReserve()
            ranFull = true
        case .busy, .mustRestart, .heldByAnother, .unusable, .notAJournal, .newerSchema, .textInUse, .closed, .damaged:
            break
        }
    }

    /// An append has succeeded after one that failed.
    mutating func appendSucceeded(uptime: Span) {
        guard ranFull else { return }
        ranFull = false
        switch journal.reserve {
        // Where there was none to give, none is waited for: it may never fit on this disk.
        case .none, .held, .missing: break
        // Not tried at once: the space that was just given back is for what is under way.
        case .released: retryAt = uptime + Self.pause
        }
    }

    /// Tries to make the reserve again when it is time.
    mutating func tryAgain(uptime: Span) {
        guard let due = retryAt, uptime >= due else { return }
        switch journal.restoreReserve() {
        case .none, .held: retryAt = nil
        case .released, .missing: retryAt = uptime + Self.pause
        }
    }
}
