/// The door through which everything durable goes: append, read, erase. Knows rows, not meanings.
///
/// Two stand behind it: `SQLiteJournal` for a site, `MemoryJournal` for drills and tests. Both give the same rows and
/// the same hashes for the same entries.
public protocol Journal: JournalReader {
    /// Appends a batch; when this returns, the whole of it is durable. When it throws, nothing of it is in the journal,
    /// except after `JournalError.mustRestart`, when that is unknown until the journal is opened again.
    ///
    /// An empty batch changes nothing.
    /// - Returns: the head after the batch: its last entry has that sequence.
    @discardableResult
    func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead

    /// Removes texts, so that they cannot be read again, not even from the file. The chain of hashes stays whole.
    ///
    /// A text that is appended again later is stored again.
    /// - Throws: `JournalError.textInUse` when an open subject has one of the texts; then none is removed. What is open
    ///   is folded again at the next start, and would not be what it was.
    /// - Returns: how many of these texts were there to be removed.
    @discardableResult
    func erase(texts: [JournalDigest]) throws(JournalError) -> Int

    /// The reserve of disk space; after an opening on a full disk it is released already.
    var reserve: JournalReserve { get }

    /// Gives the reserve of disk space to whoever needs it, so that what is under way can go to its end on a full disk.
    func releaseReserve() throws(JournalError)

    /// Tries to make the reserve again, when there is space once more.
    @discardableResult
    func restoreReserve() -> JournalReserve
}

/// The reading half of the door.
///
/// A body that throws ends the reading, and its error comes out unchanged; everything else thrown is a `JournalError`.
public protocol JournalReader: Sendable {
    func head() throws(JournalError) -> JournalHead

    /// Reads all rows whose subject is open, in the order of their sequence: what a restart folds.
    ///
    /// Rows from before a subject was closed and opened again are among them. One row at a time is held.
    func readOpen(_ body: (JournalRow) throws -> Void) throws

    /// Reads at most `limit` rows, from the row `sequence` on.
    func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws

    /// Reads the rows of one subject, open or not, in the order of their sequence.
    func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws

    /// The open subjects, in the order in which each first appeared in the journal.
    func openSubjects() throws(JournalError) -> [JournalSubject]

    /// The highest id that any subject of this kind ever had; 0 when there was none.
    func highestID(of kind: UInt8) throws(JournalError) -> Int64
}

extension JournalReader {
    /// The rows of one subject, all at once.
    public func rows(of subject: JournalSubject) throws -> [JournalRow] {
        var rows: [JournalRow] = []
        try read(of: subject) { rows.append($0) }
        return rows
    }

    /// The first row of one subject; nil when it has none.
    public func firstRow(of subject: JournalSubject) throws -> JournalRow? {
        var first: JournalRow?
        do {
            try read(of: subject) { row in
                first = row
                throw FirstRowFound()
            }
        } catch is FirstRowFound {}
        return first
    }

    /// At most `limit` rows, from the row `sequence` on, all at once.
    public func rows(from sequence: Int64 = 1, limit: Int = .max) throws -> [JournalRow] {
        var rows: [JournalRow] = []
        try read(from: sequence, limit: limit) { rows.append($0) }
        return rows
    }
}

/// Ends a reading that needs no further row.
private struct FirstRowFound: Error {}
