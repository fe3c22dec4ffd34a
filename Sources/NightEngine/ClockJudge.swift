internal import CallTree
internal import EventJournal
internal import ServiceHours

/// What the engine makes of the wall clock: how far it has stepped, and whether it can be right at all.
struct ClockJudge {
    private var watch: ClockWatch
    /// Steps that no event tells of yet.
    private var untold = Span.zero
    /// The clock is not believed before this instant.
    private var believedFrom: Instant

    /// - Parameters:
    ///   - builtAt: when this program was built.
    ///   - lastEvent: the instant before which the journal says that the clock cannot be right.
    init(_ clock: any EngineClock, builtAt: Instant, lastEvent: Instant?) {
        watch = ClockWatch(clock)
        // The clock is corrected by small steps all the time; only more than that is mistrusted.
        believedFrom = max(builtAt, lastEvent.map { $0 - ClockWatch.tolerance } ?? builtAt)
    }

    /// Looks at the clocks. A step is kept until an event tells of it, and further ones are added.
    /// - Returns: whether the clock has stepped since the last look.
    mutating func look(wall now: Instant, uptime: Span) -> Bool {
        guard let step = watch.step(wall: now, uptime: uptime) else { return false }
        untold = untold + step
        return true
    }

    /// What the clocks have to say before anything else.
    /// - Parameter believed: whether the board believes the clock.
    func inputs(at now: Instant, believed: Bool) -> [Input] {
        let isBelievable = now >= believedFrom
        return (isBelievable == believed ? [] : [.clockJudged(trusted: isBelievable)])
            + (untold == .zero ? [] : [.clockStepped(by: untold)])
    }

    /// These events are durable.
    mutating func wereTold(_ events: [Event], at now: Instant) {
        untold = .zero
        // An operator has looked at the clock and vouches for it: from here on it is right.
        if now < believedFrom, events.contains(.clockJudged(trusted: true)) {
            believedFrom = now - ClockWatch.tolerance
        }
    }
}

extension ClockJudge {
    /// The instant before which the clock cannot be right, by what the journal holds; nil when it is empty.
    ///
    /// While the clock was not believed, events were written under it all the same. They prove nothing: what it must have
    /// passed is then also the last event from before.
    static func lastEvent(in journal: any JournalReader) throws -> Instant? {
        let head = try journal.head().instant.map { Instant(microseconds: $0) }
        guard let doubted = try firstOfLastDoubt(in: journal), let before = try lastEvent(in: journal, before: doubted)
        else { return head }
        return head.map { max($0, before) }
    }

    /// The row since which the clock has not been believed; nil when it is.
    private static func firstOfLastDoubt(in journal: any JournalReader) throws -> Int64? {
        var first: Int64?
        try journal.read(of: JournalForm.subject(.site)) { row in
            // A row that cannot be read is set aside with its subject; the others still tell.
            guard case .clockJudged(let trusted) = try? JournalForm.recorded(row).event else { return }
            first = trusted ? nil : first ?? row.sequence
        }
        return first
    }

    /// The instant of the last row before this one that is about something else than the clock: a step may have been
    /// written by the wrong clock just before it was judged.
    private static func lastEvent(in journal: any JournalReader, before sequence: Int64) throws -> Instant? {
        let site = JournalForm.subject(.site)
        var sequence = sequence - 1
        while sequence >= 1 {
            guard let row = try journal.rows(from: sequence, limit: 1).first else { return nil }
            if row.subject != site { return Instant(microseconds: row.instant) }
            sequence -= 1
        }
        return nil
    }
}
