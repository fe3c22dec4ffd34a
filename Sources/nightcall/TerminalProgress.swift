import EventJournal
import Foundation

/// One line on a terminal that says how far something is; nothing where nobody watches.
struct TerminalProgress {
    private let isWatched = isatty(STDERR_FILENO) == 1

    func show(_ text: String) {
        guard isWatched else { return }
        // To the beginning of the line, and rid of what stood there (ECMA-48, EL).
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    func show(_ progress: SQLiteJournalReader.BackupProgress) {
        switch progress {
        case .copied(let pages, let total): show("copied \(100 * pages / max(total, 1)) %")
        case .checked(let rows): show("checked \(rows) rows")
        }
    }

    /// The line is wiped out.
    func end() {
        show("")
    }
}
