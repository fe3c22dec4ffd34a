internal import GRDB
internal import Synchronization

/// The journal of a site: SQLite with a write-ahead log, one writer, one sync a batch.
///
/// Durability: `synchronous` is FULL, set again after opening, because GRDB lowers it to NORMAL when it turns the
/// write-ahead log on; opening fails if SQLite does not then answer FULL.
///
/// Checkpoints are left to SQLite: the commit that brings the write-ahead log to 1,000 pages copies them into the
/// database, some 5 to 15 ms. An append of a few rows writes about four pages, so this meets one in two hundred of them,
/// outside the 99th percentile, and the log stays at 4 MB and is overwritten in place, which makes every other sync
/// quicker than one of a growing file.
///
/// Other processes may read meanwhile, with `SQLiteJournalReader`; a second writer is refused.
///
///     let journal = try SQLiteJournal(at: JournalFiles(folder: "var"))
///     try journal.append(entries)
///     try journal.close()
public final class SQLiteJournal: Journal {
    public let files: JournalFiles

    private let pool: DatabasePool
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
    }

    /// Opens the journal for writing, and creates it in an existing folder if there is none.
    ///
    /// - Parameter reserveBytes: how much space to keep back for a full disk; 0 for none. A disk too small for it does
    ///   not prevent opening: see `reserve`.
    public init(at files: JournalFiles, reserveBytes: Int = 64 << 20) throws(JournalError) {
        try files.prepareForWriting()
        let lock = try JournalLock(path: files.lock)
        do {
            let pool = try Self.open(files.database)
            let reader = SQLiteJournalReader(pool, files: files)
            let head = try pool.writeWithoutTransaction { try JournalQueries.head($0) }
            self.files = files
            self.pool = pool
            self.reader = reader
            self.reserveBytes = reserveBytes
            state = Mutex(
                State(head: head, reserve: .make(path: files.reserve, bytes: reserveBytes), lock: lock))
        } catch {
            throw JournalError(error, while: .opening, path: files.database)
        }
    }

    private static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 2
        // Runs before GRDB turns the write-ahead log on, which would change a file that is not ours.
        configuration.prepareDatabase { _ = try JournalSchema.check($0, path: path) }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            // 16 MB instead of 2: a storm's batch of 10,000 rows should not be written to the log twice.
            try connection.execute(sql: "PRAGMA cache_size = -16384")
            guard try Int.fetchOne(connection, sql: "PRAGMA synchronous") == 2 else {
                throw JournalError.unusable(path: path, "SQLite did not accept synchronous = FULL")
            }
            switch try JournalSchema.check(connection, path: path) {
            case .empty: try JournalSchema.create(connection)
            case .journal: break
            }
        }
        return pool
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
            return appender.head
        }
    }

    @discardableResult
    public func erase(texts: [JournalDigest]) throws(JournalError) -> Int {
        try write { connection in
            var erased = 0
            // Overwrites what is freed, so that the text is not found in the file either.
            try connection.execute(sql: "PRAGMA secure_delete = ON")
            try connection.inOneSync {
                for digest in texts { erased += try JournalQueries.erase(digest, connection) }
            }
            // The write-ahead log still holds the page as it was; a reader at work may keep it until the next erasure
            // or the end of the process.
            _ = try? connection.checkpoint(.truncate)
            return erased
        }
    }

    /// Runs on the one writing connection. Undoes the transaction when it fails, and refuses everything after a failed
    /// sync.
    private func write<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        let (refusal, isOpen) = state.withLock { ($0.refusal, $0.lock != nil) }
        if let refusal { throw refusal }
        guard isOpen else { throw .ioFailed("\(files.database): is closed") }
        do {
            return try pool.writeWithoutTransaction { try body($0) }
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

    /// Ends writing and gives the journal free for another writer. Later calls throw.
    public func close() throws(JournalError) {
        guard state.withLock({ $0.lock != nil }) else { return }
        do {
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
        _ extent: JournalCheck.Extent, progress: (Int64) -> Void = { _ in }
    ) throws(JournalError) -> JournalCheck {
        try reader.verify(extent, progress: progress)
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
