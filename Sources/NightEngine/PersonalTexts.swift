public import CallTree
public import EventJournal
public import ServiceHours

/// The names, numbers and words of people in a journal that may be erased: `Journal.erase(texts:)` then takes them away,
/// and the chain of hashes stays whole. Reports say `(erased)` where they stood.
///
///     let found = try PersonalTexts(lastUsedBefore: instant, in: journal)
///     try journal.erase(texts: found.erasable)
///
/// What a subject that is open needs is not among them. A text is stored once, however many events name it, so one that is
/// named again later is kept for as long as the last of them.
public struct PersonalTexts: Sendable {
    /// In the order in which they first stand in the journal.
    public private(set) var erasable: [JournalDigest] = []
    /// How many more there are that something open needs.
    public private(set) var keptForOpen = 0

    /// What only events before this instant name.
    /// - Parameter isCancelled: is asked at every row; then `CancellationError` is thrown.
    public init(
        lastUsedBefore instant: Instant, in journal: any JournalReader, isCancelled: () -> Bool = { false }
    ) throws {
        var old = Found()
        var young: Set<JournalDigest> = []
        try journal.read(from: 1, limit: .max) { row in
            if isCancelled() { throw CancellationError() }
            if row.instant < instant.microseconds {
                old.take(row)
            } else {
                young.formUnion(row.textDigests)
            }
        }
        try self.init(old.texts.filter { !young.contains($0) }, in: journal)
    }

    /// What names this contact of this contract: the terms that escalations began with. They hold all contacts of the
    /// contract and its customer, which are erased with it.
    public init(of contact: ContactID, of contract: ContractID, in journal: any JournalReader) throws {
        var found = Found()
        try journal.read(from: 1, limit: .max) { row in
            // A row that cannot be read names nobody that could be looked for.
            guard case .success(let recorded) = JournalEvents.event(row),
                case .escalationStarted(_, let terms, _, _) = recorded.event, terms.id == contract,
                terms.contacts.contains(where: { $0.id == contact })
            else { return }
            found.take(row)
        }
        try self.init(found.texts, in: journal)
    }

    private init(_ texts: [JournalDigest], in journal: any JournalReader) throws {
        var open: Set<JournalDigest> = []
        try journal.readOpen { open.formUnion($0.textDigests) }
        erasable = texts.filter { !open.contains($0) }
        keptForOpen = texts.count - erasable.count
    }

    /// Texts that are still there, each once.
    private struct Found {
        private(set) var texts: [JournalDigest] = []
        private var known: Set<JournalDigest> = []

        mutating func take(_ row: JournalRow) {
            for (digest, text) in zip(row.textDigests, row.texts) where text != nil {
                if known.insert(digest).inserted { texts.append(digest) }
            }
        }
    }
}

extension Journal {
    /// Erases in pieces, between which others may write.
    ///
    /// - Parameter isCancelled: is asked before each piece.
    /// - Returns: how many texts are gone. Fewer when something has come to need one meanwhile: what is left is for another
    ///   time.
    public func erase(_ texts: PersonalTexts, isCancelled: () -> Bool = { false }) throws(JournalError) -> Int {
        var erased = 0
        var rest = texts.erasable[...]
        while !rest.isEmpty, !isCancelled() {
            do {
                erased += try erase(texts: Array(rest.prefix(200)))
            } catch .textInUse {
                return erased
            }
            rest = rest.dropFirst(200)
        }
        return erased
    }
}
