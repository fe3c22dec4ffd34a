internal import FoundationEssentials
internal import GRDB

/// What is asked of the database, one function a question. Each needs a connection, and so a moment of one's own.
enum JournalQueries {
    static let columns = """
        sequence, instant, subject_kind, subject_id, standing, kind, version, payload, text_digests, hash
        """

    static func head(_ connection: Database) throws -> JournalHead {
        let sql = "SELECT sequence, instant, hash FROM rows ORDER BY sequence DESC LIMIT 1"
        guard let row = try Row.fetchOne(connection, sql: sql) else { return .empty }
        let sequence = try integer(row, 0)
        guard sequence > 0, sequence < .max else {
            throw JournalError.damaged("the last row has the sequence \(sequence)")
        }
        return JournalHead(sequence: sequence, instant: try integer(row, 1), hash: try digest(row, 2, of: sequence))
    }

    /// At most `limit` rows from `sequence` on.
    static func rows(
        _ connection: Database, from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void
    ) throws {
        try rows(
            connection, "SELECT \(columns) FROM rows WHERE sequence >= ? ORDER BY sequence LIMIT ?",
            [sequence, limit], body)
    }

    /// At most `limit` rows of a subject from `sequence` on.
    static func rows(
        _ connection: Database, of subject: JournalSubject, from sequence: Int64, limit: Int,
        _ body: (JournalRow) throws -> Void
    ) throws {
        try rows(
            connection,
            """
            SELECT \(columns) FROM rows INDEXED BY rows_of_subject
            WHERE subject_kind = ? AND subject_id = ? AND sequence >= ? ORDER BY sequence LIMIT ?
            """, [subject.kind, subject.id, sequence, limit], body)
    }

    /// All rows of open subjects.
    ///
    /// The inner query gives their sequences from the index alone and sorts those (eight bytes each, where the rows
    /// would be two hundred); its LIMIT keeps SQLite from merging it into the outer one and sorting the rows after all.
    static func openRows(_ connection: Database, _ body: (JournalRow) throws -> Void) throws {
        var check = OpenRowsCheck(try openList(connection))
        let sql = """
            SELECT \(columns) FROM (
                SELECT rows.sequence AS due FROM open_subjects CROSS JOIN rows INDEXED BY rows_of_subject
                ON rows.subject_kind = open_subjects.subject_kind AND rows.subject_id = open_subjects.subject_id
                ORDER BY due LIMIT -1
            ) CROSS JOIN rows ON rows.sequence = due
            """
        try rows(connection, sql, []) { row in
            try check.take(row)
            try body(row)
        }
        try check.end()
    }

    static func openSubjects(_ connection: Database) throws -> [JournalSubject] {
        try openList(connection).map(\.subject)
    }

    /// The open subjects, each with its first row, in the order of those.
    private static func openList(_ connection: Database) throws -> [(subject: JournalSubject, first: Int64)] {
        let sql = "SELECT first_sequence, subject_kind, subject_id FROM open_subjects ORDER BY first_sequence"
        var subjects: [(subject: JournalSubject, first: Int64)] = []
        let cursor = try Row.fetchCursor(connection, sql: sql)
        while let row = try cursor.next() {
            let first = try integer(row, 0)
            guard let subject = try subject(kind: integer(row, 1), id: integer(row, 2), of: first) else {
                throw JournalError.damaged("the list of open subjects holds none of any kind")
            }
            subjects.append((subject, first))
        }
        return subjects
    }

    /// The first row that the index by which the rows of a subject are found does not have where it belongs.
    static func firstUnindexed(_ connection: Database, in sequences: ClosedRange<Int64>) throws -> Int64? {
        let sql = """
            SELECT sequence FROM rows AS stored NOT INDEXED
            WHERE sequence BETWEEN ? AND ? AND NOT EXISTS (
                SELECT 1 FROM rows AS indexed INDEXED BY rows_of_subject
                WHERE indexed.subject_kind = stored.subject_kind AND indexed.subject_id = stored.subject_id
                AND indexed.sequence = stored.sequence)
            ORDER BY sequence LIMIT 1
            """
        return try Int64.fetchOne(
            connection.cachedStatement(sql: sql), arguments: [sequences.lowerBound, sequences.upperBound])
    }

    /// How many entries that index has.
    static func indexedRows(_ connection: Database) throws -> Int64 {
        try Int64.fetchOne(connection, sql: "SELECT count(*) FROM rows INDEXED BY rows_of_subject") ?? 0
    }

    static func highestID(_ connection: Database, of kind: UInt8) throws -> Int64 {
        let sql = "SELECT max(subject_id) FROM rows INDEXED BY rows_of_subject WHERE subject_kind = ?"
        return try Int64.fetchOne(connection, sql: sql, arguments: [kind]) ?? 0
    }

    static func lastCheckpoint(_ connection: Database) throws -> JournalCheckpoint? {
        try checkpoint(connection, "SELECT sequence, hash FROM checkpoints ORDER BY sequence DESC LIMIT 1", [])
    }

    static func checkpoint(_ connection: Database, at sequence: Int64) throws -> JournalCheckpoint? {
        try checkpoint(connection, "SELECT sequence, hash FROM checkpoints WHERE sequence = ?", [sequence])
    }

    /// An open subject that has one of these texts, and the text.
    static func use(
        of texts: Set<JournalDigest>, _ connection: Database
    ) throws -> (text: JournalDigest, subject: JournalSubject)? {
        let sql = """
            SELECT rows.sequence, rows.subject_kind, rows.subject_id, rows.text_digests
            FROM open_subjects CROSS JOIN rows INDEXED BY rows_of_subject
            ON rows.subject_kind = open_subjects.subject_kind AND rows.subject_id = open_subjects.subject_id
            """
        let cursor = try Row.fetchCursor(connection, sql: sql)
        while let row = try cursor.next() {
            let sequence = try integer(row, 0)
            guard let text = try digests(row, 3, of: sequence).first(where: texts.contains),
                let subject = try subject(kind: integer(row, 1), id: integer(row, 2), of: sequence)
            else { continue }
            return (text, subject)
        }
        return nil
    }

    static func erase(_ digest: JournalDigest, _ connection: Database) throws -> Int {
        let statement = try connection.cachedStatement(sql: "DELETE FROM texts WHERE digest = ?")
        try statement.execute(arguments: [digest.blob])
        guard connection.changesCount > 0 else { return 0 }
        try connection.cachedStatement(sql: "INSERT INTO erased_texts VALUES (?) ON CONFLICT DO NOTHING")
            .execute(arguments: [digest.blob])
        return 1
    }

    static func wasErased(_ digest: JournalDigest, _ connection: Database) throws -> Bool {
        let statement = try connection.cachedStatement(sql: "SELECT 1 FROM erased_texts WHERE digest = ?")
        return try Int.fetchOne(statement, arguments: [digest.blob]) != nil
    }

    private static func checkpoint(
        _ connection: Database, _ sql: String, _ arguments: StatementArguments
    ) throws -> JournalCheckpoint? {
        guard let row = try Row.fetchOne(connection, sql: sql, arguments: arguments) else { return nil }
        let sequence = try integer(row, 0)
        return JournalCheckpoint(sequence: sequence, hash: try digest(row, 1, of: sequence))
    }

    private static func rows(
        _ connection: Database, _ sql: String, _ arguments: StatementArguments, _ body: (JournalRow) throws -> Void
    ) throws {
        let bodies = try connection.makeStatement(sql: "SELECT body FROM texts WHERE digest = ?")
        let cursor = try Row.fetchCursor(connection, sql: sql, arguments: arguments)
        while let row = try cursor.next() { try body(decode(row, bodies: bodies)) }
    }

    private static func decode(_ row: Row, bodies: Statement) throws -> JournalRow {
        let sequence = try integer(row, 0)
        let digests = try digests(row, 8, of: sequence)
        var texts: [[UInt8]?] = []
        for digest in digests { texts.append(try text(digest, bodies)) }
        return JournalRow(
            sequence: sequence, instant: try integer(row, 1),
            subject: try subject(kind: integer(row, 2), id: integer(row, 3), of: sequence),
            standing: try narrow(integer(row, 4), "standing", of: sequence, JournalStanding.init(rawValue:)),
            kind: try narrow(integer(row, 5), "kind", of: sequence) { $0 },
            version: try narrow(integer(row, 6), "version", of: sequence) { $0 },
            payload: try row.withUnsafeData(atIndex: 7) { $0.map { [UInt8]($0) } ?? [] },
            texts: texts, textDigests: digests, hash: try digest(row, 9, of: sequence))
    }

    private static func text(_ digest: JournalDigest, _ bodies: Statement) throws -> [UInt8]? {
        bodies.setUncheckedArguments([digest.blob])
        return try Data.fetchOne(bodies).map { [UInt8]($0) }
    }

    private static func subject(kind: Int64, id: Int64, of sequence: Int64) throws -> JournalSubject? {
        guard kind != 0 else { return nil }
        return JournalSubject(kind: try narrow(kind, "subject kind", of: sequence) { $0 }, id: id)
    }

    /// A small number as it was before SQLite stored it in 64 bits; anything else was not written by a journal.
    private static func narrow<Raw: FixedWidthInteger, Value>(
        _ number: Int64, _ name: String, of sequence: Int64, _ make: (Raw) -> Value?
    ) throws -> Value {
        guard let value = Raw(exactly: number).flatMap(make) else {
            throw JournalError.damaged("row \(sequence): no \(name) has the number \(number)")
        }
        return value
    }

    /// A number, where the file says that it is one: in a damaged file it may be anything, and GRDB would trap.
    private static func integer(_ row: Row, _ column: Int) throws -> Int64 {
        let value: DatabaseValue = row[column]
        guard case .int64(let number) = value.storage else {
            throw JournalError.damaged("column \(column) of a row is not a number")
        }
        return number
    }

    private static func digest(_ row: Row, _ column: Int, of sequence: Int64) throws -> JournalDigest {
        let digest = try row.withUnsafeData(atIndex: column) { data in
            data?.withUnsafeBytes { JournalDigest(bytes: $0) }
        }
        guard let digest else { throw JournalError.damaged("row \(sequence): its hash is not 32 bytes long") }
        return digest
    }

    private static func digests(_ row: Row, _ column: Int, of sequence: Int64) throws -> [JournalDigest] {
        try row.withUnsafeData(atIndex: column) { data in
            guard let data, data.count.isMultiple(of: JournalDigest.byteCount) else {
                throw JournalError.damaged("row \(sequence): its text digests are not 32 bytes long each")
            }
            return data.withUnsafeBytes { bytes in
                stride(from: 0, to: bytes.count, by: JournalDigest.byteCount).compactMap {
                    JournalDigest(bytes: UnsafeRawBufferPointer(rebasing: bytes[$0..<$0 + JournalDigest.byteCount]))
                }
            }
        }
    }
}

/// A row at which the chain was written down again.
struct JournalCheckpoint: Hashable {
    let sequence: Int64
    let hash: JournalDigest
}
