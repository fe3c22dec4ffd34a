internal import GRDB

/// How a writer opens the database.
enum JournalOpening {
    /// The pool of a journal that is there afterwards, if it was not before.
    static func pool(_ files: JournalFiles) throws -> DatabasePool {
        let path = files.database
        if try files.mayBeEmpty() { try begin(path) }
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 2
        // Runs before GRDB turns the write-ahead log on, which would change a file that is not ours.
        configuration.prepareDatabase { try JournalSchema.demandJournal($0, path: path) }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            // See `LogFolding`.
            try connection.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            // 16 MB instead of 2: a storm's batch of 10,000 rows should not be written to the log twice.
            try connection.execute(sql: "PRAGMA cache_size = -16384")
            guard try Int.fetchOne(connection, sql: "PRAGMA synchronous") == 2 else {
                throw JournalError.unusable(path: path, "SQLite did not accept synchronous = FULL")
            }
        }
        return pool
    }

    /// Begins a journal in an empty file; leaves any other as it is.
    ///
    /// Before there is a write-ahead log, in one transaction with SQLite's older rollback journal: so the database
    /// itself says from the first moment that it is a journal, and one that lost its log never passes for a new one.
    private static func begin(_ path: String) throws {
        var configuration = Configuration()
        configuration.label = "journal creation"
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { connection in
            guard try JournalSchema.check(connection, path: path) == .empty else { return }
            try JournalSchema.create(connection)
        }
        try queue.close()
    }
}
