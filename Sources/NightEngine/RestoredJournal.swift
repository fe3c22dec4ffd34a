internal import CallTree
public import EventJournal
public import RunbookModel
public import ServiceHours

/// Marks a journal that was put back from a backup, before a server starts on it: then nobody is called for what is older
/// than this instant, and the operator is alarmed. Runs that were under way are handed over: what they may have done since
/// the backup is not known, and must not be done again.
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
        _ journal: any Journal, replacing laidAside: (any JournalReader)?, replacesNothing: Bool,
        catalogue: StepCatalogue, at now: Instant
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
        let runs = try BoardRestorer.restore(from: journal, contracts: [], capacities: [:], catalogue: catalogue).runs
        try journal.append(
            events.map { JournalForm.entry($0, at: instant) }
                + endings(of: runs).map { JournalForm.entry($0, at: instant) })
    }

    /// Alerts that have joined a run are of then as well, and call nobody.
    private static func endings(of board: RunBoard) -> [RunEvent] {
        board.runs.keys.sorted().compactMap { board.runs[$0] }.flatMap { run -> [RunEvent] in
            (run.joined.isEmpty ? [] : [.alertsReleased(run.id)]) + (run.isEnded ? [] : [.ended(run.id, .handedOver)])
        }
    }
}

extension Board.Counters {
    /// A damaged journal may name any number; after one near the largest there would be no next one.
    fileprivate var areCredible: Bool { [incident, escalation, mail, alarm, run].allSatisfy { $0 < 1 << 40 } }

    fileprivate mutating func raise(to others: Board.Counters) {
        incident = max(incident, others.incident)
        escalation = max(escalation, others.escalation)
        mail = max(mail, others.mail)
        alarm = max(alarm, others.alarm)
        run = max(run, others.run)
    }

    fileprivate mutating func raise(by count: Int) {
        incident += count
        escalation += count
        mail += count
        alarm += count
        run += count
    }
}
