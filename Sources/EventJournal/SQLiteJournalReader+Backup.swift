internal import GRDB
internal import Glibc

extension SQLiteJournalReader {
    /// How far a backup is.
    public enum BackupProgress: Hashable, Sendable {
        /// So many pages of the file are copied.
        case copied(pages: Int, of: Int)
        /// The rows of the copy are checked up to this sequence.
        case checked(rows: Int64)
    }

    /// Writes the journal as it stands at this moment into a new file, checks every row of the copy, and makes it durable.
    /// A server may go on writing meanwhile; its write-ahead log grows until the copy is made.
    ///
    /// The copy is one file alone, readable by its owner alone. It appears under its name when it is whole; until then it
    /// is called `<name>.partial`, which is removed when anything fails.
    ///
    ///     let found = try SQLiteJournalReader(at: files).backUp(to: "/backup/journal-20261126.sqlite")
    ///
    /// - Returns: what the check of the copy found. Unless it is whole, there is no file under the name.
    /// - Throws: `JournalError.unusable` when something has the name already, and what reading and writing throw.
    @discardableResult
    public func backUp(
        to path: String, progress: (BackupProgress) -> Void = { _ in }
    ) throws(JournalError) -> JournalCheck {
        try Self.refuse(path, "exists already; nothing is overwritten, give another name")
        let partial = path + ".partial"
        try Self.refuse(partial, "is left from a backup that was cut off, or another is being made; remove it if not")
        do {
            try copy(to: partial) { progress(.copied(pages: $0, of: $1)) }
            let found = try Self.check(partial) { progress(.checked(rows: $0)) }
            guard case .whole = found else {
                unlink(partial)
                return found
            }
            try DurableFile.name(partial, path)
            try DurableFile.synchronizeNames(in: JournalFiles(database: path).folder)
            return found
        } catch {
            unlink(partial)
            throw error
        }
    }

    private static func refuse(_ path: String, _ why: String) throws(JournalError) {
        if DurableFile.isThere(path) { throw .unusable(path: path, why) }
    }

    /// Every row of a copy, read without leaving files beside it.
    static func check(_ path: String, progress: (Int64) -> Void) throws(JournalError) -> JournalCheck {
        let reader = try SQLiteJournalReader(copy: JournalFiles(database: path))
        return try reader.verify(.everything(), progress: progress)
    }

    /// Copies the database page by page (https://www.sqlite.org/backup.html) into a new file, and makes it durable.
    func copy(to path: String, progress: (Int, Int) -> Void) throws(JournalError) {
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .unusable(path: path, systemError(errno)) }
        close(file)
        do {
            try copyPages(to: path, progress: progress)
        } catch {
            throw JournalError(error, while: .writing, path: path)
        }
        try DurableFile.synchronize(path)
    }

    private func copyPages(to path: String, progress: (Int, Int) -> Void) throws {
        var configuration = Configuration()
        configuration.label = "journal copy"
        let target = try DatabaseQueue(path: path, configuration: configuration)
        try inOneRead { source in
            // The reading begins here, and so the moment of which the copy is: SQLite would begin the copy anew whenever
            // the writer has appended.
            _ = try JournalQueries.head(source)
            try withoutActuallyEscaping(progress) { progress in
                try target.writeWithoutTransaction { copy in
                    try source.backup(to: copy, pagesPerStep: 256) { step in
                        progress(step.completedPageCount, step.totalPageCount)
                    }
                }
            }
        }
        try target.writeWithoutTransaction { copy in
            // The first page says that there is a write-ahead log; then everybody who reads makes two files beside it.
            guard try String.fetchOne(copy, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
                throw JournalError.unusable(path: path, "SQLite could not make it one file alone")
            }
        }
        try target.close()
    }
}
