internal import GRDB
internal import Glibc

/// Puts a backup in the place of a journal, which is kept under another name.
///
/// The lock of the journal's one writer is held all along. Until `putInPlace` returns the journal is what it was; a
/// restore that is given up, or dies, leaves nothing but a folder `restoring`, which the next one removes.
///
///     let restore = try JournalRestore(of: JournalFiles(folder: "var"))
///     guard case .whole = try restore.copy(SQLiteJournalReader(at: backup)) else { … }
///     let copy = try restore.openCopy()      // to mark it
///     try copy.close()
///     try restore.putInPlace(keeping: "journal-before-20261126")
public final class JournalRestore {
    public let files: JournalFiles

    private let lock: JournalLock
    private let staging: String
    private var copy: JournalFiles { JournalFiles(folder: staging) }

    /// - Throws: `JournalError.heldByAnother` while a writer holds the journal.
    public init(of files: JournalFiles) throws(JournalError) {
        lock = try JournalLock(path: files.lock)
        self.files = files
        staging = files.folder + "/restoring"
        try discard()
    }

    /// The journal that is there now; nil when there is none.
    /// - Throws: when there is one that cannot be read.
    public func present() throws(JournalError) -> SQLiteJournalReader? {
        guard DurableFile.isThere(files.database) else { return nil }
        return try SQLiteJournalReader(at: files)
    }

    /// Copies the backup beside the journal and checks every row of the copy.
    public func copy(
        _ backup: SQLiteJournalReader, progress: (SQLiteJournalReader.BackupProgress) -> Void = { _ in }
    ) throws(JournalError) -> JournalCheck {
        guard mkdir(staging, 0o700) == 0 else { throw .unusable(path: staging, systemError(errno)) }
        return try backup.backUp(to: copy.database, progress: progress)
    }

    /// The copy, to be appended to before it is put in place. Close it then.
    public func openCopy() throws(JournalError) -> SQLiteJournal {
        try SQLiteJournal(at: copy, reserveBytes: 0)
    }

    /// Puts the copy in the journal's place. When this returns, that survives a power failure.
    ///
    /// - Parameter name: of the file that keeps the journal of until now, without `.sqlite`; nothing may have it yet.
    /// - Returns: the path of that file; nil when there was no journal.
    @discardableResult
    public func putInPlace(keeping name: String) throws(JournalError) -> String? {
        let kept = files.folder + "/" + name + ".sqlite"
        let hasJournal = DurableFile.isThere(files.database)
        if DurableFile.isThere(kept) { throw .unusable(path: kept, "exists already") }
        try DurableFile.synchronize(copy.database)
        if hasJournal { try layAside(as: kept) }
        try DurableFile.rename(copy.database, to: files.database)
        try DurableFile.synchronizeNames(in: files.folder)
        try discard()
        return hasJournal ? kept : nil
    }

    /// Gives the restore up, and removes what it has made beside the journal.
    public func discard() throws(JournalError) {
        for file in [copy.database, copy.database + ".partial"] {
            for ending in [""] + JournalFiles.companionEndings { unlink(file + ending) }
        }
        for file in [copy.lock, copy.reserve] { unlink(file) }
        guard rmdir(staging) == 0 || errno == ENOENT else { throw .unusable(path: staging, systemError(errno)) }
    }

    /// A write-ahead log must never meet the database of another journal: SQLite would fold it in. So the log is folded
    /// into its own database first, and that stays in its place until the copy replaces it in one step.
    private func layAside(as kept: String) throws(JournalError) {
        guard foldsLog() else { return try moveAside(as: kept) }
        try DurableFile.link(files.database, as: kept)
        for ending in JournalFiles.companionEndings { unlink(files.database + ending) }
        try DurableFile.synchronizeNames(in: files.folder)
    }

    /// For a journal too damaged to be opened. The database goes first: a log alone is no journal, and no server starts
    /// on it.
    private func moveAside(as kept: String) throws(JournalError) {
        try DurableFile.rename(files.database, to: kept)
        for ending in JournalFiles.companionEndings where DurableFile.isThere(files.database + ending) {
            try DurableFile.rename(files.database + ending, to: kept + ending)
        }
        try DurableFile.synchronizeNames(in: files.folder)
    }

    /// Whether everything of the journal now is in its database alone.
    private func foldsLog() -> Bool {
        do {
            // One that cannot be read is not touched: a writer would take a log that makes no sense to it away.
            _ = try SQLiteJournalReader(at: files).head()
            let pool = try JournalOpening.pool(files)
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try pool.close()
        } catch {
            return false
        }
        return files.hasNoLog() && !DurableFile.isThere(files.database + "-journal")
    }
}
