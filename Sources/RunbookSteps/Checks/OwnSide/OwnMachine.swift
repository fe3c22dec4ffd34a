internal import CTimex
internal import Glibc
internal import ServiceHours

/// What the kernel knows of its clock (adjtimex(2)); reading it needs no privilege.
struct OwnClock: Hashable {
    let isSynchronised: Bool
    /// What is still to be made up for. The kernel's own control holds half a second at most, so that this alone would
    /// never be larger than the usual limit.
    let offset: Span
    /// What the time keeper holds for likely.
    let likelyError: Span
    /// What it holds for possible. It grows by 500 µs a second while nobody sets the clock; at 16 s the kernel calls the
    /// clock not synchronised.
    let largestError: Span

    /// How far the clock is off, as far as somebody knows; nil when nobody keeps it.
    ///
    /// A likely error above the largest one was never set: some keepers, as phc2sys, set the largest alone, and the other
    /// stays at the 16 s with which the kernel starts.
    var knownError: Span? {
        guard isSynchronised else { return nil }
        let off = offset < .zero ? -offset : offset
        return likelyError <= largestError ? max(off, likelyError) : off
    }

    /// Nil when the system does not tell, as in containers that forbid the question.
    static func now() -> OwnClock? {
        var facts = timex()
        let state = adjtimex(&facts)
        guard state >= 0 else { return nil }
        return OwnClock(state: state, facts)
    }

    init(state: Int32, _ facts: timex) {
        // TIME_ERROR, and STA_UNSYNC: nobody keeps it. STA_NANO: the offset is in nanoseconds.
        isSynchronised = state != 5 && facts.status & 0x40 == 0
        offset = .microseconds(Int(facts.status & 0x2000 != 0 ? facts.offset / 1_000 : facts.offset))
        likelyError = .microseconds(Int(facts.esterror))
        largestError = .microseconds(Int(facts.maxerror))
    }
}

/// The disk under a folder (statvfs(3)).
struct OwnDisk: Hashable {
    /// Of the whole, 0 to 100, rounded down; what is kept for root does not count as free.
    let freePercent: Int

    /// Nil when the folder cannot be looked at, or lies on no disk that has a size.
    init?(_ folder: String) {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return nil }
        self.init(free: UInt64(facts.f_bavail), of: UInt64(facts.f_blocks))
    }

    init?(free: UInt64, of blocks: UInt64) {
        guard blocks > 0 else { return nil }
        // Some file servers tell of more that is free than there is.
        freePercent = Int(Double(min(free, blocks)) / Double(blocks) * 100)
    }
}
