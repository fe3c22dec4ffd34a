import EventJournal
import Synchronization

/// A journal that counts how often the rows of a subject are read.
final class CountingReader: JournalReader {
    private let journal: MemoryJournal
    private let readings = Mutex<[JournalSubject: Int]>([:])

    init(_ journal: MemoryJournal) {
        self.journal = journal
    }

    func readings(of subject: JournalSubject) -> Int {
        readings.withLock { $0[subject] ?? 0 }
    }

    func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws {
        readings.withLock { $0[subject, default: 0] += 1 }
        try journal.read(of: subject, body)
    }

    func head() throws(JournalError) -> JournalHead { journal.head() }

    func readOpen(_ body: (JournalRow) throws -> Void) throws { try journal.readOpen(body) }

    func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws {
        try journal.read(from: sequence, limit: limit, body)
    }

    func openSubjects() throws(JournalError) -> [JournalSubject] { try journal.openSubjects() }

    func highestID(of kind: UInt8) throws(JournalError) -> Int64 { try journal.highestID(of: kind) }
}
