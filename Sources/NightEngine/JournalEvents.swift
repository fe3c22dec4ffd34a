public import CallTree
public import EventBytes
public import EventJournal
public import RunbookModel

/// A journal read as events.
public struct JournalEvents: Sendable {
    let journal: any JournalReader

    public init(_ journal: any JournalReader) {
        self.journal = journal
    }

    /// All rows about alerts, calls and the site in their order, from the row `sequence` on: the event of each, or that it
    /// cannot be read. What one row holds says nothing of the next, so that a reader may pass over it and go on.
    /// - Throws: `JournalError`, and what the body throws.
    public func rows(
        from sequence: Int = 1, _ body: (Result<RecordedEvent, UnreadableRow>) throws -> Void
    ) throws {
        try journal.read(from: Int64(sequence), limit: .max) { row in
            if !RunEvent.isKind(row.kind) { try body(Self.event(row)) }
        }
    }

    /// One row, whatever it is about.
    public enum Row: Sendable {
        case call(RecordedEvent)
        case run(RecordedRunEvent)
        case unreadable(UnreadableRow)
    }

    /// Every row in its order, those about runs among them.
    /// - Throws: `JournalError`, and what the body throws.
    public func everyRow(from sequence: Int = 1, _ body: (Row) throws -> Void) throws {
        try journal.read(from: Int64(sequence), limit: .max) { row in
            do {
                if let run = try JournalForm.recordedRun(row) { return try body(.run(run)) }
            } catch let error as EventCodingError {
                return try body(.unreadable(UnreadableRow(sequence: Int(row.sequence), why: error)))
            }
            switch Self.event(row) {
            case .success(let recorded): try body(.call(recorded))
            case .failure(let unreadable): try body(.unreadable(unreadable))
            }
        }
    }

    /// All events in their order, from the row `sequence` on, for a reader that needs every one of them.
    /// - Throws: `JournalError`, or `UnreadableRow` for a row that no version of this program wrote.
    public func all(from sequence: Int = 1, _ body: (RecordedEvent) throws -> Void) throws {
        try rows(from: sequence) { try body($0.get()) }
    }

    /// The events of one subject, in their order. Rows that cannot be read are passed over.
    public func of(_ subject: EventSubject) throws -> [RecordedEvent] {
        try extract(of: JournalForm.subject(subject)).events
    }

    func extract(of subject: JournalSubject) throws -> JournalExtract {
        var extract = JournalExtract()
        try journal.read(of: subject) { row in
            switch Self.event(row) {
            case .success(let recorded): extract.events.append(recorded)
            case .failure(let unreadable): extract.unreadable.append(unreadable)
            }
        }
        return extract
    }

    static func event(_ row: JournalRow) -> Result<RecordedEvent, UnreadableRow> {
        do {
            return .success(try JournalForm.recorded(row))
        } catch {
            return .failure(UnreadableRow(sequence: Int(row.sequence), why: error))
        }
    }
}

/// What a journal tells of something.
public struct JournalExtract: Sendable {
    /// In the order of the journal.
    public internal(set) var events: [RecordedEvent] = []
    /// Rows that cannot be read, in their order; what they said is missing.
    public internal(set) var unreadable: [UnreadableRow] = []
}

/// A row whose payload is not an event that this version knows.
public struct UnreadableRow: Error, Hashable, Sendable, CustomStringConvertible {
    public let sequence: Int
    public let why: EventCodingError

    public var description: String { "row \(sequence) of the journal is no event that this version knows: \(why)" }
}
