/// Why a journal could not be opened, read or written. The description is one line that an operator can act on.
public enum JournalError: Error, Hashable, Sendable {
    // While writing. The batch is not in the journal.

    /// The disk is full. Space may return: `SQLiteJournal.releaseReserve()` makes some.
    case full(String)
    /// Another program held the file for longer than the five seconds that are waited.
    case busy(String)
    /// Reading or writing the file failed.
    case ioFailed(String)

    // While writing. Whether the batch is in the journal is unknown.

    /// The disk did not confirm what was written. The process must end and open the journal again: what the system
    /// still holds in memory may look written and be lost (fsync forgets an error once it has reported it).
    case mustRestart(String)

    // While opening.

    /// Another process writes this journal, and its process id if that could be read.
    case heldByAnother(path: String, processID: Int32?)
    /// The folder or file cannot be used as it is; the text says what to mend.
    case unusable(path: String, String)
    /// The file is something other than a journal.
    case notAJournal(path: String)
    /// The journal was written by a newer version of the program.
    case newerSchema(path: String, found: Int, known: Int)

    // While erasing.

    /// The text belongs to a subject that is open and needs it; it can be erased once the subject is closed.
    case textInUse(JournalDigest, JournalSubject)

    // After closing.

    /// This journal was closed; open it again.
    case closed(path: String)

    // While reading.

    /// The file is damaged; `journal verify` names the row.
    case damaged(String)

    /// Whether the same call can succeed later without a person's help.
    public var canPass: Bool {
        switch self {
        case .full, .busy, .ioFailed: true
        case .mustRestart, .heldByAnother, .unusable, .notAJournal, .newerSchema, .textInUse, .closed, .damaged: false
        }
    }
}

extension JournalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .full(let text): "the disk of the journal is full: \(text)"
        case .busy(let text): "another program holds the journal: \(text)"
        case .ioFailed(let text): "the journal cannot be read or written: \(text)"
        case .mustRestart(let text): "the disk did not confirm the journal, the program must start again: \(text)"
        case .heldByAnother(let path, let processID?): "process \(processID) already writes the journal \(path)"
        case .heldByAnother(let path, nil): "another process already writes the journal \(path)"
        case .unusable(let path, let text): "\(path): \(text)"
        case .notAJournal(let path): "\(path): is not a NightCall journal"
        case .newerSchema(let path, let found, let known):
            "\(path): has format \(found), this program knows formats up to \(known); use the newer program"
        case .textInUse(let digest, let subject):
            "the text \(digest) belongs to subject \(subject.kind)/\(subject.id), which is open; erase it after its end"
        case .closed(let path): "\(path): was closed"
        case .damaged(let text): "the journal is damaged, see journal verify: \(text)"
        }
    }
}
