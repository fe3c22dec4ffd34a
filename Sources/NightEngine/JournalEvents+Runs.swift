internal import CallTree
internal import EventBytes
internal import EventJournal
public import RunbookModel

extension JournalEvents {
    /// The events of one run, in their order, and the rows that cannot be read.
    /// - Throws: `JournalError`.
    public func of(_ run: RunID) throws -> (events: [RecordedRunEvent], unreadable: [UnreadableRow]) {
        var events: [RecordedRunEvent] = []
        var unreadable: [UnreadableRow] = []
        try journal.read(of: JournalForm.subject(.run(run.number))) { row in
            do {
                if let recorded = try JournalForm.recordedRun(row) { events.append(recorded) }
            } catch let error as EventCodingError {
                unreadable.append(UnreadableRow(sequence: Int(row.sequence), why: error))
            }
        }
        return (events, unreadable)
    }

    /// The highest number that a run was given; 0 when there was none.
    /// - Throws: `JournalError`.
    public func lastRun() throws -> Int {
        Int(try journal.highestID(of: JournalForm.SubjectKind.run.rawValue))
    }
}
