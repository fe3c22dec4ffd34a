internal import CallTree
internal import EventBytes
internal import EventJournal
public import RunbookModel
internal import ServiceHours

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

extension JournalEvents {
    /// What was done and asked before a run. Rows that cannot be read are passed over.
    /// - Throws: `JournalError`.
    public func history(of run: Run, catalogue: StepCatalogue) throws -> RunHistory {
        var history = RunHistory(of: run)
        // A month has at most 31 days.
        let since = run.began - (RunHistory.span + .hours(24))
        for number in stride(from: run.id.number - 1, to: 0, by: -1) {
            let subject = JournalForm.subject(.run(number))
            guard let first = try journal.firstRow(of: subject), let began = try? JournalForm.recordedRun(first),
                case .started(_, let order) = began.event
            else { continue }
            if began.at < since { break }
            guard RunHistory.concerns(order, of: run) else { continue }
            history.take(try of(RunID(number)).events, before: run, catalogue: catalogue)
        }
        return history
    }
}
