// The database
// ============
//
//   rows         one row an event: sequence (the rowid, from 1, without gaps), instant, subject_kind and subject_id
//                (0 and 0 for none), standing, kind, version, payload, text_digests (32 bytes each, one after the
//                other), hash. JournalChain.swift says what the hash covers. Rows are never changed or removed.
//   texts        digest → body; each distinct text once, in the order of arrival.
//   erased_texts   the digests of texts that were erased on purpose; one that is merely gone is damage.
//   open_subjects  what a restart folds: the subject and its first row. Follows from the standings of the rows, and is
//                changed in the transaction that stores them.
//   checkpoints  every 10,000th row: sequence and hash, so that a start can check the chain from the last of them only.
//
//   application_id  0x4E434A4C ("NCJL"): the file is a journal.
//   user_version    the format of the file, now 1.

internal import GRDB

enum JournalSchema {
    static let applicationID = 0x4E43_4A4C
    static let version = 1

    /// How many rows lie between two checkpoints.
    static let checkpointInterval: Int64 = 10_000

    private static let tables = """
        CREATE TABLE rows(
            sequence INTEGER PRIMARY KEY,
            instant INTEGER NOT NULL,
            subject_kind INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            standing INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            version INTEGER NOT NULL,
            payload BLOB NOT NULL,
            text_digests BLOB NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX rows_of_subject ON rows(subject_kind, subject_id);
        CREATE TABLE texts(digest BLOB NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
        CREATE TABLE erased_texts(digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE open_subjects(
            subject_kind INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            first_sequence INTEGER NOT NULL,
            PRIMARY KEY (subject_kind, subject_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoints(sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """

    /// What a file turned out to be: nothing yet, a database without anything in it, or a journal.
    enum Format { case empty, hollow, journal }

    /// Tells a journal from a file with nothing in it, and refuses anything else before a byte of it is changed.
    static func check(_ connection: Database, path: String) throws -> Format {
        let application = try Int.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
        if application == applicationID {
            guard version <= Self.version else {
                throw JournalError.newerSchema(path: path, found: version, known: Self.version)
            }
            guard version == Self.version else { throw JournalError.notAJournal(path: path) }
            return .journal
        }
        let things = try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == 0, version == 0, things == 0 else { throw JournalError.notAJournal(path: path) }
        return try Int.fetchOne(connection, sql: "PRAGMA page_count") == 0 ? .empty : .hollow
    }

    /// Refuses everything but a journal, with what to mend.
    static func demandJournal(_ connection: Database, path: String) throws {
        switch try check(connection, path: path) {
        case .journal: break
        case .empty: throw JournalError.unusable(path: path, "is empty; a writer begins the journal in it")
        case .hollow:
            throw JournalError.unusable(
                path: path, "holds nothing: its write-ahead log is missing; restore it or move the file away")
        }
    }

    static func create(_ connection: Database) throws {
        try connection.inTransaction(.immediate) {
            try connection.execute(sql: tables)
            return .commit
        }
    }
}
