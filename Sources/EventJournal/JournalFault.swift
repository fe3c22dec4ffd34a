internal import GRDB

extension JournalError {
    /// Where a call of SQLite failed: before or after it was asked to make the batch durable.
    enum Stage { case opening, reading, writing, committing }

    /// What an error of SQLite means to the caller. Result codes: https://www.sqlite.org/rescode.html
    init(_ error: any Error, while stage: Stage, path: String) {
        if let known = error as? JournalError {
            self = known
            return
        }
        guard let failure = error as? DatabaseError else {
            self = .ioFailed("\(path): \(error)")
            return
        }
        let text = "\(path): \(failure.message ?? "SQLite error") (\(failure.extendedResultCode.rawValue))"
        switch failure.extendedResultCode {
        case .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC, .SQLITE_IOERR_CLOSE:
            self = .mustRestart(text)
            return
        default:
            break
        }
        switch failure.resultCode {
        case .SQLITE_FULL: self = .full(text)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(text)
        case .SQLITE_CORRUPT: self = .damaged(text)
        case .SQLITE_NOTADB: self = .notAJournal(path: path)
        case .SQLITE_CANTOPEN where stage == .opening, .SQLITE_READONLY where stage == .opening,
            .SQLITE_PERM where stage == .opening, .SQLITE_AUTH where stage == .opening:
            self = .unusable(path: path, failure.message ?? "cannot be opened")
        default:
            // A commit that fails otherwise than above has perhaps been written and only not been confirmed.
            self = stage == .committing ? .mustRestart(text) : .ioFailed(text)
        }
    }
}
