/// A walk along the chain, row by row, up to the first row at which something is wrong.
struct ChainWalk {
    /// The last row that was right.
    private(set) var head: JournalHead
    private(set) var broken: JournalCheck?

    private let start: Int64
    private let expectedHead: JournalDigest?
    private var metExpectedHead: Bool
    private var erasedTexts: Int64 = 0
    private var open: Set<JournalSubject> = []
    private var chain = JournalChain()

    init(after head: JournalHead, expectedHead: JournalDigest?) {
        self.head = head
        self.expectedHead = expectedHead
        start = head.sequence
        metExpectedHead = expectedHead == nil || expectedHead == head.hash
    }

    /// - Parameter checkpoint: nil where no checkpoint is due at the row; otherwise what was found there.
    /// - Parameter wasErased: whether a text that is gone was erased on purpose.
    mutating func take(
        _ row: JournalRow, checkpoint: JournalCheckpoint??, wasErased: (JournalDigest) throws -> Bool
    ) rethrows {
        guard row.sequence == head.sequence + 1 else {
            broken = .broken(at: head.sequence + 1, .missing)
            return
        }
        if let reason = try fault(in: row, checkpoint: checkpoint, wasErased: wasErased) {
            broken = .broken(at: row.sequence, reason)
            return
        }
        head = JournalHead(sequence: row.sequence, instant: row.instant, hash: row.hash)
        metExpectedHead = metExpectedHead || row.hash == expectedHead
        if let subject = row.subject {
            switch row.standing {
            case .continues: break
            case .opens: open.insert(subject)
            case .closes: open.remove(subject)
            }
        }
    }

    private mutating func fault(
        in row: JournalRow, checkpoint: JournalCheckpoint??, wasErased: (JournalDigest) throws -> Bool
    ) rethrows -> JournalCheck.Break? {
        guard chain.hash(after: head.hash, of: row) == row.hash else { return .hashDiffers }
        for (digest, text) in zip(row.textDigests, row.texts) {
            if let text {
                guard JournalDigest(ofText: text) == digest else { return .textDiffers(digest) }
            } else {
                guard try wasErased(digest) else { return .textMissing(digest) }
                erasedTexts += 1
            }
        }
        if let checkpoint, checkpoint?.hash != row.hash { return .checkpointDiffers }
        return nil
    }

    /// What the file holds beside the rows and follows from them.
    struct Derived {
        var openSubjects: [JournalSubject]
        /// How many entries the index of subjects has.
        var indexedRows: Int64
    }

    /// What the walk found, now that there are no more rows.
    ///
    /// - Parameter derived: what to compare with; nil when the walk began too late to know it.
    func end(lastCheckpoint: JournalCheckpoint?, derived: Derived?) -> JournalCheck {
        if let lastCheckpoint, lastCheckpoint.sequence > head.sequence {
            return .broken(at: head.sequence + 1, .missing)
        }
        if let expectedHead, !metExpectedHead {
            return .broken(at: head.sequence + 1, .cutOff(expectedHead: expectedHead))
        }
        if let derived {
            let wrong = open.symmetricDifference(derived.openSubjects).min { ($0.kind, $0.id) < ($1.kind, $1.id) }
            if let wrong { return .broken(at: head.sequence, .openListDiffers(wrong)) }
            // The index was asked for each row and has it; with as many entries as rows it has nothing else.
            if derived.indexedRows != head.sequence { return .broken(at: head.sequence, .subjectIndexDiffers) }
        }
        return .whole(head: head, checkedRows: head.sequence - start, erasedTexts: erasedTexts)
    }
}
