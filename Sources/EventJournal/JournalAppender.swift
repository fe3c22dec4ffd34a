internal import FoundationEssentials
internal import GRDB

/// Stores the entries of one batch. Its head becomes the journal's when the batch is committed.
struct JournalAppender {
    private(set) var head: JournalHead
    private var chain = JournalChain()
    private let connection: Database

    init(_ connection: Database, head: JournalHead) {
        self.connection = connection
        self.head = head
    }

    mutating func append(_ entry: JournalEntry) throws {
        var digests: [JournalDigest] = []
        for text in entry.texts {
            let digest = JournalDigest(ofText: text)
            digests.append(digest)
            try run("INSERT INTO texts VALUES (?, ?) ON CONFLICT DO NOTHING", [digest.blob, text.blob])
        }
        let sequence = head.sequence + 1
        let hash = chain.hash(after: head.hash, sequence: sequence, of: entry, textDigests: digests)
        try run(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                sequence.databaseValue, entry.instant.databaseValue,
                Int64(entry.subject?.kind ?? 0).databaseValue, (entry.subject?.id ?? 0).databaseValue,
                Int64(entry.standing.rawValue).databaseValue, Int64(entry.kind).databaseValue,
                Int64(entry.version).databaseValue, entry.payload.blob, digests.blob, hash.blob,
            ])
        if let subject = entry.subject { try note(entry.standing, of: subject, at: sequence) }
        if sequence % JournalSchema.checkpointInterval == 0 {
            try run("INSERT INTO checkpoints VALUES (?, ?)", [sequence.databaseValue, hash.blob])
        }
        head = JournalHead(sequence: sequence, instant: entry.instant, hash: hash)
    }

    private func note(_ standing: JournalStanding, of subject: JournalSubject, at sequence: Int64) throws {
        let kind = Int64(subject.kind).databaseValue
        let id = subject.id.databaseValue
        switch standing {
        case .continues:
            break
        case .opens:
            // A subject that is opened again has its first row further back.
            try run(
                """
                INSERT INTO open_subjects
                SELECT ?, ?, min(sequence) FROM rows WHERE subject_kind = ? AND subject_id = ?
                ON CONFLICT DO NOTHING
                """, [kind, id, kind, id])
        case .closes:
            try run("DELETE FROM open_subjects WHERE subject_kind = ? AND subject_id = ?", [kind, id])
        }
    }

    private func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let statement = try connection.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        try statement.execute()
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
