internal import GRDB

/// Folding the write-ahead log into the database: when it is due, and what a failure means.
///
/// SQLite would do it by itself, but then nobody hears of a sync that failed (`sqlite3WalDefaultHook` ignores the
/// result), and the log would grow for as long as a dying disk lasts. So the automatic checkpoint is off, and the writer
/// asks here after each commit.
struct LogFolding {
    /// SQLite's own measure for its automatic checkpoint: 4 MB.
    private static let pages = 1_000

    /// How many pages the log must hold.
    private(set) var due = pages

    /// Folds in as much as can be. What is left stays in the log, and is not asked for again at the next commit but when
    /// there are as many pages more: asking would make each commit slower while a reader is at work or the disk is full.
    ///
    /// - Throws: `JournalError.mustRestart` when the disk failed or did not confirm it.
    mutating func fold(
        _ connection: Database, _ mode: Database.CheckpointMode, path: String
    ) throws(JournalError) {
        do {
            let (pages, folded) = try connection.checkpoint(mode)
            due = folded == pages ? Self.pages : pages + Self.pages
        } catch {
            let error = JournalError(error, while: .committing, path: path)
            switch error {
            case .full, .busy: due += Self.pages
            case .mustRestart: throw error
            default: throw .mustRestart("\(error)")
            }
        }
    }
}
