internal import GRDB

extension SQLiteJournalReader {
    /// Checks the chain of hashes, the texts, the checkpoints, that the index of subjects has each row and, when
    /// everything is checked, that it has nothing else, and the list of open subjects. May run beside the writer; rows
    /// appended meanwhile are checked as well.
    ///
    /// - Parameter isCancelled: is asked every thousand rows, so that a stop need not wait for a long check.
    /// - Parameter progress: is told, every thousand rows, the sequence that was reached.
    /// - Throws: only when the file could not be read; damage is an answer.
    public func verify(
        _ extent: JournalCheck.Extent, isCancelled: () -> Bool = { false }, progress: (Int64) -> Void = { _ in }
    ) throws(JournalError) -> JournalCheck {
        var walk: ChainWalk
        switch extent {
        case .everything(let expectedHead):
            walk = ChainWalk(after: .empty, expectedHead: expectedHead)
        case .sinceLastCheckpoint:
            do {
                switch try ask(Self.lastCheckpoint) {
                case .none: walk = ChainWalk(after: .empty, expectedHead: nil)
                case .some(.row(let head)): walk = ChainWalk(after: head, expectedHead: nil)
                case .some(.broken(let sequence, let reason)): return .broken(at: sequence, reason)
                }
            } catch .damaged(let text) {
                return .broken(at: 1, .unreadable(text))
            }
        }
        return try check(
            &walk, fromTheBeginning: extent != .sinceLastCheckpoint, isCancelled: isCancelled, progress: progress)
    }

    private enum Anchor {
        case row(JournalHead)
        case broken(Int64, JournalCheck.Break)
    }

    private static func lastCheckpoint(_ connection: Database) throws -> Anchor? {
        guard let checkpoint = try JournalQueries.lastCheckpoint(connection) else { return nil }
        var anchor = Anchor.broken(checkpoint.sequence, .missing)
        try JournalQueries.rows(connection, from: checkpoint.sequence, limit: 1) { row in
            guard row.sequence == checkpoint.sequence else { return }
            anchor =
                row.hash == checkpoint.hash
                ? .row(JournalHead(sequence: row.sequence, instant: row.instant, hash: row.hash))
                : .broken(row.sequence, .checkpointDiffers)
        }
        return anchor
    }

    /// - Returns: the first of the rows where the index itself cannot be read, for the rows just were.
    private func firstUnindexed(after before: Int64, through last: Int64) throws(JournalError) -> Int64? {
        guard last > before else { return nil }
        do {
            return try ask { try JournalQueries.firstUnindexed($0, in: before + 1...last) }
        } catch .damaged {
            return before + 1
        }
    }

    private static func derived(_ connection: Database) throws -> ChainWalk.Derived {
        ChainWalk.Derived(
            openSubjects: try JournalQueries.openSubjects(connection),
            indexedRows: try JournalQueries.indexedRows(connection))
    }

    private func check(
        _ walk: inout ChainWalk, fromTheBeginning: Bool, isCancelled: () -> Bool, progress: (Int64) -> Void
    ) throws(JournalError) -> JournalCheck {
        let rowsAtOnce = 1_000
        while true {
            let before = walk.head.sequence
            do {
                // The last piece and what follows from all rows must be of one moment to be compared.
                let end = try ask { connection throws -> JournalCheck? in
                    var count = 0
                    try JournalQueries.rows(connection, from: walk.head.sequence + 1, limit: rowsAtOnce) { row in
                        count += 1
                        guard walk.broken == nil else { return }
                        let isCheckpoint = row.sequence.isMultiple(of: JournalSchema.checkpointInterval)
                        let checkpoint: JournalCheckpoint?? =
                            isCheckpoint ? .some(try JournalQueries.checkpoint(connection, at: row.sequence)) : nil
                        try walk.take(row, checkpoint: checkpoint) { try JournalQueries.wasErased($0, connection) }
                    }
                    if let broken = walk.broken { return broken }
                    guard count < rowsAtOnce else { return nil }
                    return walk.end(
                        lastCheckpoint: try JournalQueries.lastCheckpoint(connection),
                        derived: fromTheBeginning ? try Self.derived(connection) : nil)
                }
                if let row = try firstUnindexed(after: before, through: walk.head.sequence) {
                    return .broken(at: row, .subjectIndexDiffers)
                }
                if let end { return end }
            } catch .damaged(let text) {
                return .broken(at: walk.head.sequence + 1, .unreadable(text))
            }
            progress(walk.head.sequence)
            if isCancelled() { return .cancelled(after: walk.head.sequence) }
        }
    }
}
