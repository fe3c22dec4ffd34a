internal import GRDB
internal import Synchronization

/// The journal of a site: SQLite with a write-ahead log, one writer, one sync a batch.
///
/// Durability: `synchronous` is FULL, set again after opening, because GRDB lowers it to NORMAL when it turns the
/// write-ahead log on; opening fails if SQLite does not then answer FULL.
///
/// The append that brings the write-ahead log to 1,000 pages folds them into the database, some 5 to 15 ms: see
/// `LogFolding`. An append of a few rows writes about four pages, so this meets one in two hundred of them, outside the
/// 99th percentile, and the log stays at 4 MB and is overwritten in place, which makes every other sync quicker than one
/// of a growing file. Closing folds in the rest, so that afterwards the database alone is the journal.
///
/// Other processes may read meanwhile, with `SQLiteJournalReader`; a second writer is refused.
///
///     let journal = try SQLiteJournal(at: JournalFiles(folder: "var"))
///     try journal.append(entries)
///     try journal.close()
public final class SQLiteJournal: Journal {
    public let files: JournalFiles

    private let pool: DatabasePool
    private let log: WriteAheadLog
    private let gate: ClosingGate
    private let reader: SQLiteJournalReader
    private let reserveBytes: Int
    fileprivate let state: Mutex<State>

    /// Changed by writes only, which the pool runs one after the other; locked for moments, so that asking for the head
    /// does not wait for a sync.
    fileprivate struct State {
        var head: JournalHead
        var reserve: JournalReserve
        /// Set by a failed sync; nothing may be written after it.
        var refusal: JournalError?
        /// nil once closed.
        var lock: JournalLock?
        var folding = LogFolding()
    }

    /// Opens the journal for writing, and creates it in an existing folder if there is none.
    ///
    /// - Parameter reserveBytes: how much space to keep back for a full disk; 0 for none. A disk too small for it does
    ///   not prevent opening, and one that is full takes the reserve that lies there: see `reserve`.
    public init(at files: JournalFiles, reserveBytes: Int = 64 << 20) throws(JournalError) {
        try files.prepareForWriting()
        let lock = try JournalLock(path: files.lock)
        let (opened, lent) = try JournalReserve.lend(path: files.reserve) { () throws(JournalError) in
            do {
                let pool = try JournalOpening.pool(files)
                let head = try pool.writeWithoutTransaction { try JournalQueries.head($0) }
                return (pool: pool, log: try WriteAheadLog(of: files.database), head: head)
            } catch {
                throw JournalError(error, while: .opening, path: files.database)
            }
        }
        self.files = files
        self.reserveBytes = reserveBytes
        pool = opened.pool
        log = opened.log
        gate = ClosingGate(path: files.database)
        reader = SQLiteJournalReader(pool, files: files, gate: gate)
        // To make it again at once would fill the disk again.
        let reserve = lent ? JournalReserve.released : .make(path: files.reserve, bytes: reserveBytes)
        state = Mutex(State(head: opened.head, reserve: reserve, lock: lock))
    }

    @discardableResult
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        try write { connection in
            let before = head()
            guard !entries.isEmpty else { return before }
            var appender = try JournalAppender(connection, head: before)
            try connection.inOneSync {
                for entry in entries { try appender.append(entry) }
            }
            state.withLock { $0.head = appender.head }
            if log.holds(pages: state.withLock { $0.folding.due }) { try fold(connection, .passive) }
            return appender.head
        }
    }

    @discardableResult
    public func erase(texts: [JournalDigest]) throws(JournalError) -> Int {
        try write { connection in
            if let (text, subject) = try JournalQueries.use(of: Set(texts), connection) {
                throw JournalError.textInUse(text, subject)
            }
            var erased = 0
            // Overwrites what is freed, so that the text is not found in the file either.
            try connection.execute(sql: "PRAGMA secure_delete = ON")
            try connection.inOneSync {
                for digest in texts { erased += try JournalQueries.erase(digest, connection) }
            }
            // The write-ahead log still holds the page as it was; a reader at work may keep it until the next erasure
            // or the end of the process.
            try fold(connection, .truncate)
            return erased
        }
    }

    /// Runs on the one writing connection. Undoes the transaction when it fails, and refuses everything after a failed
    /// sync.
    private func write<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        if let refusal { throw refusal }
        do {
            return try gate.pass { try pool.writeWithoutTransaction { try body($0) } }
        } catch let failure as CommitFailure {
            throw noted(JournalError(failure.cause, while: .committing, path: files.database))
        } catch {
            throw noted(JournalError(error, while: .writing, path: files.database))
        }
    }

    private func noted(_ error: JournalError) -> JournalError {
        if case .mustRestart = error { state.withLock { $0.refusal = error } }
        return error
    }

    /// Does not hold the lock meanwhile, so that asking for the head does not wait for a sync.
    private func fold(_ connection: Database, _ mode: Database.CheckpointMode) throws(JournalError) {
        var folding = state.withLock { $0.folding }
        try folding.fold(connection, mode, path: files.database)
        state.withLock { $0.folding = folding }
    }

    private var refusal: JournalError? { state.withLock { $0.refusal } }

    /// Waits for what is being read and written, folds the write-ahead log in and gives the journal free for another
    /// writer. Later calls throw `JournalError.closed`; closing again does nothing.
    ///
    /// Not to be called while reading open rows, in the body: it would wait for itself.
    public func close() throws(JournalError) {
        guard gate.close() else { return }
        do {
            if refusal == nil {
                try pool.writeWithoutTransaction { try fold($0, .truncate) }
            }
            // The readers before the writer: only a connection that may write takes the empty log away with it.
            pool.releaseMemory()
            try pool.close()
        } catch {
            throw JournalError(error, while: .writing, path: files.database)
        }
        state.withLock { $0.lock = nil }
    }
}

// MARK: - The reserve

extension SQLiteJournal {
    public var reserve: JournalReserve { state.withLock { $0.reserve } }

    /// Gives the reserve to whoever needs it; appends succeed again on a disk that was full.
    public func releaseReserve() throws(JournalError) {
        try state.withLock { state throws(JournalError) in
            guard case .held = state.reserve else { return }
            try JournalReserve.release(path: files.reserve)
            state.reserve = .released
        }
    }

    /// Tries to make the reserve again, when there is space once more.
    @discardableResult
    public func restoreReserve() -> JournalReserve {
        state.withLock { state in
            state.reserve = .make(path: files.reserve, bytes: reserveBytes)
            return state.reserve
        }
    }
}

// MARK: - Reading, on connections of its own, so that appends do not wait

extension SQLiteJournal {
    public func head() -> JournalHead { state.withLock { $0.head } }

    public func readOpen(_ body: (JournalRow) throws -> Void) throws {
        try reader.readOpen(body)
    }

    public func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws {
        try reader.read(from: sequence, limit: limit, body)
    }

    public func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws {
        try reader.read(of: subject, body)
    }

    public func openSubjects() throws(JournalError) -> [JournalSubject] {
        try reader.openSubjects()
    }

    public func highestID(of kind: UInt8) throws(JournalError) -> Int64 {
        try reader.highestID(of: kind)
    }

    /// See `SQLiteJournalReader.verify`.
    public func verify(
        _ extent: JournalCheck.Extent, isCancelled: () -> Bool = { false }, progress: (Int64) -> Void = { _ in }
    ) throws(JournalError) -> JournalCheck {
        try reader.verify(extent, isCancelled: isCancelled, progress: progress)
    }
}

// MARK: - For tests

extension SQLiteJournal {
    /// A setting of the writing connection.
    func setting(_ name: String) throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    /// Does to the file what a fault or a forger would do.
    func tamper(_ statement: String) throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: statement) }
    }
}
