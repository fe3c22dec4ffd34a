/// What is appended to a journal: one event, as bytes whose meaning the journal does not know.
///
/// The payload must hold no personal data: it is covered by the chain of hashes and stays for ever. Names, numbers and
/// texts go into `texts`; they are stored beside the rows, each distinct text once, and can be erased.
///
///     try journal.append([
///         JournalEntry(
///             instant: now, subject: JournalSubject(kind: 1, id: 12), standing: .opens,
///             kind: 7, version: 1, payload: bytes, texts: [summary]),
///     ])
public struct JournalEntry: Hashable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var instant: Int64
    /// What the event is about; nil for an event about nothing that is ever open.
    public var subject: JournalSubject?
    /// What the event does to the list of open subjects.
    public var standing: JournalStanding
    /// The number of the kind of event, given by the caller and never reused.
    public var kind: UInt16
    /// The version of the payload's encoding.
    public var version: UInt8
    public var payload: [UInt8]
    /// What may have to be erased one day. The row keeps only the SHA-256 of each.
    public var texts: [[UInt8]]

    /// - Precondition: an entry that opens or closes has a subject.
    public init(
        instant: Int64, subject: JournalSubject? = nil, standing: JournalStanding = .continues, kind: UInt16,
        version: UInt8, payload: [UInt8], texts: [[UInt8]] = []
    ) {
        precondition(subject != nil || standing == .continues, "only a subject can be opened or closed")
        self.instant = instant
        self.subject = subject
        self.standing = standing
        self.kind = kind
        self.version = version
        self.payload = payload
        self.texts = texts
    }
}

/// What a row is about, for example incident 12 or escalation 5. The caller gives the kinds their numbers.
public struct JournalSubject: Hashable, Sendable {
    /// From 1; 0 is how a row without a subject is stored.
    public let kind: UInt8
    public let id: Int64

    /// - Precondition: `kind` is at least 1.
    public init(kind: UInt8, id: Int64) {
        precondition(kind > 0, "kind 0 stands for a row without a subject")
        self.kind = kind
        self.id = id
    }
}

/// What an entry does to the list of open subjects, in the transaction that stores it.
///
/// A restart reads the rows of open subjects only, so a subject that still owes something must be open.
public enum JournalStanding: UInt8, Hashable, Sendable, CaseIterable {
    /// Nothing changes.
    case continues = 0
    /// The subject is open from now on; it may have been so before.
    case opens = 1
    /// The subject is not open from now on; it may not have been so before.
    case closes = 2
}

/// What is read from a journal.
public struct JournalRow: Hashable, Sendable {
    /// From 1, without gaps.
    public var sequence: Int64
    public var instant: Int64
    public var subject: JournalSubject?
    public var standing: JournalStanding
    public var kind: UInt16
    public var version: UInt8
    public var payload: [UInt8]
    /// In the order of the entry; nil where the text was erased.
    public var texts: [[UInt8]?]
    /// The SHA-256 of each text, erased or not.
    public var textDigests: [JournalDigest]
    /// Covers this row and, through the row before, all rows up to it.
    public var hash: JournalDigest
}

/// The last row of a journal, in short.
public struct JournalHead: Hashable, Sendable {
    /// 0 when the journal is empty.
    public var sequence: Int64
    /// The instant of the last row; nil when the journal is empty.
    public var instant: Int64?
    /// The hash of the last row; `JournalDigest.zero` when the journal is empty.
    public var hash: JournalDigest

    public init(sequence: Int64, instant: Int64?, hash: JournalDigest) {
        self.sequence = sequence
        self.instant = instant
        self.hash = hash
    }

    public static let empty = JournalHead(sequence: 0, instant: nil, hash: .zero)
}
