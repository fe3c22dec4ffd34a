internal import FoundationEssentials
internal import GRDB

/// Stores the entries of one batch. Its head becomes the journal's when the batch is committed.
struct JournalAppender {
    private(set) var head: JournalHead
    private var chain = JournalChain()
    private let storeText: Statement
    private let storeRow: Statement
    private let storeCheckpoint: Statement
    private let openSubject: Statement
    private let closeSubject: Statement

    init(_ connection: Database, head: JournalHead) throws {
        self.head = head
        storeText = try connection.cachedStatement(sql: "INSERT INTO texts VALUES (?, ?) ON CONFLICT DO NOTHING")
        storeRow = try connection.cachedStatement(sql: "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        storeCheckpoint = try connection.cachedStatement(sql: "INSERT INTO checkpoints VALUES (?, ?)")
        // A subject that is opened again has its first row further back.
        openSubject = try connection.cachedStatement(
            sql: """
                INSERT INTO open_subjects
                SELECT ?, ?, min(sequence) FROM rows WHERE subject_kind = ? AND subject_id = ?
                ON CONFLICT DO NOTHING
                """)
        closeSubject = try connection.cachedStatement(
            sql: "DELETE FROM open_subjects WHERE subject_kind = ? AND subject_id = ?")
    }

    mutating func append(_ entry: JournalEntry) throws {
        var digests: [JournalDigest] = []
        for text in entry.texts {
            let digest = JournalDigest(ofText: text)
            digests.append(digest)
            try storeText.run(digest.blob, text.blob)
        }
        let sequence = head.sequence + 1
        let hash = chain.hash(after: head.hash, sequence: sequence, of: entry, textDigests: digests)
        try storeRow.run(
            sequence, entry.instant, Int64(entry.subject?.kind ?? 0), entry.subject?.id ?? 0,
            Int64(entry.standing.rawValue), Int64(entry.kind), Int64(entry.version), entry.payload.blob, digests.blob,
            hash.blob)
        if let subject = entry.subject {
            let kind = Int64(subject.kind)
            switch entry.standing {
            case .continues: break
            case .opens: try openSubject.run(kind, subject.id, kind, subject.id)
            case .closes: try closeSubject.run(kind, subject.id)
            }
        }
        if sequence.isMultiple(of: JournalSchema.checkpointInterval) { try storeCheckpoint.run(sequence, hash.blob) }
        head = JournalHead(sequence: sequence, instant: entry.instant, hash: hash)
    }
}

extension Statement {
    /// Runs with these values, of which there must be as many as the statement has question marks.
    fileprivate func run(_ values: (any DatabaseValueConvertible)?...) throws {
        setUncheckedArguments(StatementArguments(values))
        try execute()
    }
}

/// What a failed COMMIT threw. It stands apart, because only then it is unknown what is on the disk.
struct CommitFailure: Error {
    let cause: any Error
}

extension Database {
    /// Runs the body in one transaction and makes it durable with one sync.
    func inOneSync(_ body: () throws -> Void) throws {
        try cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            try body()
        } catch {
            undo()
            throw error
        }
        do {
            try cachedStatement(sql: "COMMIT").execute()
        } catch {
            undo()
            throw CommitFailure(cause: error)
        }
    }

    /// SQLite has undone some failures by itself already; where the undoing fails as well, the next BEGIN says so.
    private func undo() {
        guard isInsideTransaction else { return }
        try? cachedStatement(sql: "ROLLBACK").execute()
    }
}

// MARK: - Bytes as SQLite values

extension JournalDigest {
    var blob: DatabaseValue { withUnsafeBytes { Data($0) }.databaseValue }
}

extension [UInt8] {
    var blob: DatabaseValue { Data(self).databaseValue }
}

extension [JournalDigest] {
    var blob: DatabaseValue {
        var bytes = Data(capacity: count * JournalDigest.byteCount)
        for digest in self { digest.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes.databaseValue
    }
}
