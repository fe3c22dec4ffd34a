internal import CallTree
public import EventJournal
public import ServiceHours

/// Marks a journal that was put back from a backup, before a server starts on it: then nobody is called for what is older
/// than this instant, and the operator is alarmed.
///
///     try RestoredJournal.mark(copy, replacing: present, at: now)
public enum RestoredJournal {
    /// How far numbers jump when those of the journal laid aside cannot be read.
    private static let unknownNumbers = 10_000

    /// - Parameters:
    ///   - journal: the copy of the backup.
    ///   - laidAside: the journal that it replaces. Its numbers are not given out again: the name of a mail, the id of a
    ///     call at its provider and a report must mean one thing alone.
    ///   - replacesNothing: whether there is no such journal, rather than one that cannot be read.
    ///   - now: not before the last event of the backup, so that a clock that is wrong is noticed at the start.
    public static func mark(
        _ journal: any Journal, replacing laidAside: (any JournalReader)?, replacesNothing: Bool, at now: Instant
    ) throws {
        var counters = try BoardRestorer.highest(in: journal)
        if let others = laidAside.flatMap({ try? BoardRestorer.highest(in: $0) }), others.areCredible {
            counters.raise(to: others)
        } else if !replacesNothing {
            counters.raise(by: unknownNumbers)
        }
        let instant = try journal.head().instant.map { max(now, Instant(microseconds: $0)) } ?? now
        let events: [Event] = [
            .journalRestored(continuingAfter: counters),
            .alarmRaised(AlarmID(counters.alarm + 1), .journalRestored),
        ]
        try journal.append(events.map { JournalForm.entry($0, at: instant) })
    }
}

extension Board.Counters {
    /// A damaged journal may name any number; after one near the largest there would be no next one.
    fileprivate var areCredible: Bool { [incident, escalation, mail, alarm].allSatisfy { $0 < 1 << 40 } }

    fileprivate mutating func raise(to others: Board.Counters) {
        incident = max(incident, others.incident)
        escalation = max(escalation, others.escalation)
        mail = max(mail, others.mail)
        alarm = max(alarm, others.alarm)
    }

    fileprivate mutating func raise(by count: Int) {
        incident += count
        escalation += count
        mail += count
        alarm += count
    }
}
