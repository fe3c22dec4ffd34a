/// What a check of the chain of hashes found.
public enum JournalCheck: Hashable, Sendable {
    /// Every checked row is as it was written. `erasedTexts` counts the places where a row names a text that was erased.
    case whole(head: JournalHead, checkedRows: Int64, erasedTexts: Int64)
    /// The first row at which something is wrong, and what.
    case broken(at: Int64, Break)
    /// The check was cancelled; up to this row nothing was wrong.
    case cancelled(after: Int64)

    /// How much is checked.
    public enum Extent: Hashable, Sendable {
        /// Everything. Given a head hash that was noted elsewhere (it goes out in the daily mail), also that no rows up
        /// to that one were cut off: a chain alone cannot show that its end is missing.
        case everything(expectedHead: JournalDigest? = nil)
        /// The rows after the last checkpoint: at most some 10,000, quick enough for every start.
        case sinceLastCheckpoint
    }

    /// What can be wrong with a row.
    public enum Break: Hashable, Sendable {
        /// The row or one before it was changed: its hash is not the hash of what it says.
        case hashDiffers
        /// There is no row of this sequence, but later ones, or a checkpoint that tells of it.
        case missing
        /// A text is not the one that the row names.
        case textDiffers(JournalDigest)
        /// A text that the row names is gone, and nobody erased it.
        case textMissing(JournalDigest)
        /// The hash noted at the checkpoint of this row is gone or another.
        case checkpointDiffers
        /// No row has the hash that was noted elsewhere: the rows from here on are not those that were there.
        case cutOff(expectedHead: JournalDigest)
        /// The rows leave this subject open and the list of open subjects does not, or the other way round. The row is
        /// the last one.
        case openListDiffers(JournalSubject)
        /// The index by which the rows of a subject are found does not have this row where it belongs; at the last row:
        /// has more than there are rows.
        case subjectIndexDiffers
        /// The row cannot be read at all.
        case unreadable(String)
    }
}

extension JournalCheck.Break: CustomStringConvertible {
    public var description: String {
        switch self {
        case .hashDiffers: "the row or one before it was changed"
        case .missing: "the row is missing"
        case .textDiffers(let digest): "the text \(digest) was changed"
        case .textMissing(let digest): "the text \(digest) is gone, and nobody erased it"
        case .checkpointDiffers: "the checkpoint of the row is gone or was changed"
        case .cutOff(let expected): "the row with the noted hash \(expected) is not there: rows were cut off here"
        case .openListDiffers(let subject):
            "the list of open subjects is wrong about subject \(subject.kind)/\(subject.id)"
        case .subjectIndexDiffers:
            "the index of subjects is wrong here; SQLite's REINDEX rows_of_subject makes it anew from the rows"
        case .unreadable(let text): "the row cannot be read: \(text)"
        }
    }
}
