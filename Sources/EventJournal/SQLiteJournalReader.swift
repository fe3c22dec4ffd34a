internal import GRDB

/// Reads a journal that another process may be writing, or that a dead one left behind.
///
/// Reading never changes what the journal says. On a disk that cannot be written it works as long as the writer closed
/// the journal properly; otherwise SQLite must first put its write-ahead log in order, and needs to write for that.
public struct SQLiteJournalReader: JournalReader {
    public let files: JournalFiles

    private let database: any DatabaseReader
    private let gate: ClosingGate

    /// Rows read in one go. Between two goes nothing is held, so that a slow reader does not make the write-ahead log
    /// grow, and the body may take its time. Rows never change, so the goes fit together.
    private static let rowsAtOnce = 1_000

    public init(at files: JournalFiles) throws(JournalError) {
        try files.prepareForReading()
        let gate = ClosingGate(path: files.database)
        do {
            self.init(try Self.open(files.database, naming: files.database), files: files, gate: gate)
        } catch let failure as DatabaseError where Self.meansUnwritable(failure) {
            guard files.hasNoLog() else {
                throw .unusable(
                    path: files.database,
                    "has a write-ahead log that must be read in and may not be written; copy the folder elsewhere")
            }
            do {
                self.init(
                    try Self.open(files.unchangingDatabase, naming: files.database), files: files, gate: gate)
            } catch {
                throw JournalError(error, while: .opening, path: files.database)
            }
        } catch {
            throw JournalError(error, while: .opening, path: files.database)
        }
    }

    private static func open(_ location: String, naming path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "journal reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try JournalSchema.demandJournal($0, path: path) }
        return try DatabaseQueue(path: location, configuration: configuration)
    }

    /// Readers and the writer share a small file beside the database; where none can be made, SQLite says one of these.
    private static func meansUnwritable(_ failure: DatabaseError) -> Bool {
        failure.resultCode == .SQLITE_CANTOPEN || failure.resultCode == .SQLITE_READONLY
    }

    /// A copy that nobody writes any more. No file comes to lie beside it.
    init(copy files: JournalFiles) throws(JournalError) {
        try files.prepareForReading()
        do {
            let database = try Self.open(files.unchangingDatabase, naming: files.database)
            self.init(database, files: files, gate: ClosingGate(path: files.database))
        } catch {
            throw JournalError(error, while: .opening, path: files.database)
        }
    }

    /// The reading half of a writer, which closes the gate before it closes the database.
    init(_ database: any DatabaseReader, files: JournalFiles, gate: ClosingGate) {
        self.database = database
        self.files = files
        self.gate = gate
    }

    public func head() throws(JournalError) -> JournalHead {
        try ask { try JournalQueries.head($0) }
    }

    public func openSubjects() throws(JournalError) -> [JournalSubject] {
        try ask { try JournalQueries.openSubjects($0) }
    }

    public func highestID(of kind: UInt8) throws(JournalError) -> Int64 {
        try ask { try JournalQueries.highestID($0, of: kind) }
    }

    public func readOpen(_ body: (JournalRow) throws -> Void) throws {
        try gate.pass {
            try database.read { connection in
                do {
                    try JournalQueries.openRows(connection, body)
                } catch let error as DatabaseError {
                    throw JournalError(error, while: .reading, path: files.database)
                }
            }
        }
    }

    public func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws {
        try inPieces(from: sequence, limit: limit, body) { connection, next, count, take in
            try JournalQueries.rows(connection, from: next, limit: count, take)
        }
    }

    public func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws {
        try inPieces(from: 1, limit: .max, body) { connection, next, count, take in
            try JournalQueries.rows(connection, of: subject, from: next, limit: count, take)
        }
    }

    private func inPieces(
        from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void,
        _ query: (Database, Int64, Int, (JournalRow) throws -> Void) throws -> Void
    ) throws {
        var next = sequence
        var wanted = limit
        while wanted > 0 {
            let count = min(wanted, Self.rowsAtOnce)
            var piece: [JournalRow] = []
            var failure: JournalError?
            do {
                try ask { try query($0, next, count) { piece.append($0) } }
            } catch {
                failure = error
            }
            // What came before a damaged row is as good as ever.
            for row in piece { try body(row) }
            if let failure { throw failure }
            guard piece.count == count, let last = piece.last, last.sequence < .max else { return }
            next = last.sequence + 1
            wanted -= count
        }
    }

    /// One reading that may take long; its errors come out unchanged.
    func inOneRead<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
        try gate.pass { try database.read(body) }
    }

    /// One look at the journal, as it stood at one moment.
    func ask<Answer>(_ question: (Database) throws -> Answer) throws(JournalError) -> Answer {
        do {
            return try gate.pass { try database.read { try question($0) } }
        } catch {
            throw JournalError(error, while: .reading, path: files.database)
        }
    }
}
