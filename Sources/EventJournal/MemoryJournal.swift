internal import Synchronization

/// A journal in memory, for drills and tests: the same rows and hashes as `SQLiteJournal`, gone with the process.
///
/// It can be told to refuse appends, to rehearse a full disk.
public final class MemoryJournal: Journal {
    fileprivate struct State {
        var rows: [JournalRow] = []
        var bodies: [JournalDigest: [UInt8]] = [:]
        /// The first row of each subject, and whether it is open.
        var subjects: [JournalSubject: (rows: [Int], isOpen: Bool)] = [:]
        var chain = JournalChain()
        var refusal: JournalError?
    }

    fileprivate let state = Mutex(State())

    public init() {}

    /// Every append throws this error from now on, until it is nil again.
    public func refuseAppends(with error: JournalError?) {
        state.withLock { $0.refusal = error }
    }

    @discardableResult
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        try state.withLock { state throws(JournalError) in
            if let refusal = state.refusal { throw refusal }
            for entry in entries { state.append(entry) }
            return state.head
        }
    }

    @discardableResult
    public func erase(texts: [JournalDigest]) throws(JournalError) -> Int {
        try state.withLock { state throws(JournalError) in
            let wanted = Set(texts)
            for row in state.rows {
                guard let subject = row.subject, state.subjects[subject]?.isOpen == true else { continue }
                if let digest = row.textDigests.first(where: wanted.contains) { throw .textInUse(digest, subject) }
            }
            return texts.count { state.bodies.removeValue(forKey: $0) != nil }
        }
    }

    public func head() -> JournalHead { state.withLock { $0.head } }

    public func readOpen(_ body: (JournalRow) throws -> Void) throws {
        try each(
            state.withLock { state in
                state.subjects.values.filter(\.isOpen).flatMap(\.rows).sorted()
            }, body)
    }

    public func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws {
        let count = state.withLock { $0.rows.count }
        let first = Int(max(sequence, 1) - 1)
        guard first < count, limit > 0 else { return }
        try each(first..<(limit < count - first ? first + limit : count), body)
    }

    public func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws {
        try each(state.withLock { $0.subjects[subject]?.rows ?? [] }, body)
    }

    public func openSubjects() throws(JournalError) -> [JournalSubject] {
        state.withLock { state in
            state.subjects.filter(\.value.isOpen).sorted { $0.value.rows[0] < $1.value.rows[0] }.map(\.key)
        }
    }

    public func highestID(of kind: UInt8) throws(JournalError) -> Int64 {
        state.withLock { state in state.subjects.keys.filter { $0.kind == kind }.map(\.id).max() ?? 0 }
    }

    /// There is no disk to run full.
    public var reserve: JournalReserve { .none }

    public func releaseReserve() throws(JournalError) {}

    public func restoreReserve() -> JournalReserve { .none }

    /// The body runs outside the lock, so that it may append.
    private func each(_ positions: some Sequence<Int>, _ body: (JournalRow) throws -> Void) throws {
        for position in positions { try body(state.withLock { $0.row(at: position) }) }
    }
}

extension MemoryJournal.State {
    fileprivate var head: JournalHead {
        rows.last.map { JournalHead(sequence: $0.sequence, instant: $0.instant, hash: $0.hash) } ?? .empty
    }

    fileprivate mutating func append(_ entry: JournalEntry) {
        let digests = entry.texts.map { JournalDigest(ofText: $0) }
        for (digest, text) in zip(digests, entry.texts) { bodies[digest] = text }
        let before = head
        let sequence = before.sequence + 1
        let hash = chain.hash(after: before.hash, sequence: sequence, of: entry, textDigests: digests)
        if let subject = entry.subject {
            subjects[subject, default: ([], false)].rows.append(rows.count)
            switch entry.standing {
            case .continues: break
            case .opens: subjects[subject]?.isOpen = true
            case .closes: subjects[subject]?.isOpen = false
            }
        }
        rows.append(
            JournalRow(
                sequence: sequence, instant: entry.instant, subject: entry.subject, standing: entry.standing,
                kind: entry.kind, version: entry.version, payload: entry.payload, texts: [], textDigests: digests,
                hash: hash))
    }

    fileprivate func row(at position: Int) -> JournalRow {
        var row = rows[position]
        row.texts = row.textDigests.map { bodies[$0] }
        return row
    }
}
