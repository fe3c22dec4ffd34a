public import CallTree
public import EventJournal

/// A journal read as events.
public struct JournalEvents: Sendable {
    private let journal: any JournalReader

    public init(_ journal: any JournalReader) {
        self.journal = journal
    }

    /// All events in their order, from the row `sequence` on.
    /// - Throws: `JournalError`, or `UnreadableRow` for a row that no version of this program wrote.
    public func all(from sequence: Int = 1, _ body: (RecordedEvent) throws -> Void) throws {
        try journal.read(from: Int64(sequence), limit: .max) { try body(Self.event($0)) }
    }

    /// The events of one subject, in their order.
    public func of(_ subject: EventSubject) throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try journal.read(of: JournalForm.subject(subject)) { events.append(try Self.event($0)) }
        return events
    }

    private static func event(_ row: JournalRow) throws -> RecordedEvent {
        do {
            return try JournalForm.recorded(row)
        } catch {
            throw UnreadableRow(sequence: Int(row.sequence), why: error)
        }
    }
}

/// A row whose payload is not an event that this version knows.
public struct UnreadableRow: Error, Hashable, Sendable, CustomStringConvertible {
    public let sequence: Int
    public let why: EventCodingError

    public var description: String { "row \(sequence) of the journal is no event that this version knows: \(why)" }
}
