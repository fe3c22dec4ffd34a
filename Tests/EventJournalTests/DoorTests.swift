import EventJournal
import Testing

/// What holds for every journal, whatever stands behind the door.
@Suite struct DoorTests {
    enum Kind: CaseIterable { case memory, sqlite }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func make(_ kind: Kind) throws -> any Journal {
        switch kind {
        case .memory: MemoryJournal()
        case .sqlite: try folder.open()
        }
    }

    @Test(arguments: Kind.allCases)
    func `what was appended is read back, byte for byte`(kind: Kind) throws {
        let journal = try make(kind)
        let entries = [
            JournalEntry(
                instant: .min, subject: JournalSubject(kind: .max, id: .max), standing: .opens, kind: .max,
                version: .max, payload: Array(0...255), texts: [[], [0], Array("佐藤".utf8)]),
            JournalEntry(instant: .max, kind: 0, version: 0, payload: []),
            JournalEntry(
                instant: 0, subject: JournalSubject(kind: 1, id: .min), standing: .closes, kind: 1, version: 1,
                payload: [0]),
        ]
        try journal.append(entries)
        let rows = try journal.rows()
        #expect(rows.map(\.sequence) == [1, 2, 3])
        for (row, entry) in zip(rows, entries) {
            #expect(row.instant == entry.instant)
            #expect(row.subject == entry.subject)
            #expect(row.standing == entry.standing)
            #expect(row.kind == entry.kind)
            #expect(row.version == entry.version)
            #expect(row.payload == entry.payload)
            #expect(row.texts == entry.texts)
        }
    }

    @Test(arguments: Kind.allCases)
    func `the head is the last row, and that of an empty journal is zero`(kind: Kind) throws {
        let journal = try make(kind)
        #expect(try journal.head() == .empty)
        #expect(try journal.append([]) == .empty)
        let head = try journal.append([Sample.entry(1), Sample.entry(2)])
        let last = try #require(try journal.rows().last)
        #expect(head == JournalHead(sequence: 2, instant: last.instant, hash: last.hash))
        #expect(try journal.head() == head)
    }

    @Test func `memory and file give the same rows, hashes and open lists`() throws {
        let memory = try make(.memory)
        let file = try make(.sqlite)
        let history = Sample.history(of: 500, seed: 1)
        var rest = history[...]
        var size = 1
        while !rest.isEmpty {
            let batch = Array(rest.prefix(size))
            #expect(try memory.append(batch) == file.append(batch))
            rest = rest.dropFirst(size)
            size = size % 17 + 1
            #expect(try memory.openSubjects() == file.openSubjects())
        }
        #expect(try memory.rows() == file.rows())
        #expect(try memory.openRows() == file.openRows())
        for id in Int64(1)...9 {
            let subject = Sample.incident(id)
            #expect(try memory.rows(of: subject) == file.rows(of: subject))
        }
    }

    @Test(arguments: Kind.allCases)
    func `a restart reads the rows of open subjects and no others`(kind: Kind) throws {
        let journal = try make(kind)
        let (first, second, third) = (Sample.incident(1), Sample.incident(2), Sample.incident(3))
        try journal.append([
            Sample.entry(1, about: second, .opens), Sample.entry(2, about: first, .opens), Sample.entry(3),
            Sample.entry(4, about: second), Sample.entry(5, about: first, .closes),
            Sample.entry(6, about: third, .opens), Sample.entry(7, about: second),
        ])
        #expect(try journal.openRows().map(\.sequence) == [1, 4, 6, 7])
        #expect(try journal.openSubjects() == [second, third])

        try journal.append([Sample.entry(8, about: second, .closes)])
        #expect(try journal.openRows().map(\.sequence) == [6])

        // An incident that is opened again is read from its first beginning.
        try journal.append([Sample.entry(9, about: first, .opens)])
        #expect(try journal.openRows().map(\.sequence) == [2, 5, 6, 9])
        #expect(try journal.openSubjects() == [first, third])
    }

    @Test(arguments: Kind.allCases)
    func `reading begins and ends where it is told`(kind: Kind) throws {
        let journal = try make(kind)
        // More than are read in one go.
        try journal.append((1...2_500).map { Sample.entry($0, about: $0 % 2 == 0 ? Sample.incident(1) : nil) })
        #expect(try journal.rows(from: 3, limit: 2).map(\.sequence) == [3, 4])
        #expect(try journal.rows(from: 2_499, limit: 9).map(\.sequence) == [2_499, 2_500])
        #expect(try journal.rows(from: 2_501).isEmpty)
        #expect(try journal.rows(from: .max).isEmpty)
        #expect(try journal.rows(from: .min, limit: 1).map(\.sequence) == [1])
        #expect(try journal.rows(limit: 0).isEmpty)
        #expect(try journal.rows().map(\.sequence) == Array(1...2_500))
        #expect(
            try journal.rows(of: Sample.incident(1)).map(\.sequence) == Array(stride(from: 2, through: 2_500, by: 2)))
        #expect(try journal.rows(of: Sample.incident(2)).isEmpty)
    }

    @Test(arguments: Kind.allCases)
    func `a body may append, and what it throws comes out unchanged`(kind: Kind) throws {
        struct Enough: Error {}
        let journal = try make(kind)
        try journal.append([Sample.entry(1, about: Sample.incident(1), .opens)])
        #expect(throws: Enough.self) {
            try journal.readOpen { row in
                try journal.append([Sample.entry(2)])
                throw Enough()
            }
        }
        #expect(throws: Enough.self) { try journal.read(from: 1, limit: 1) { _ in throw Enough() } }
        #expect(try journal.head().sequence == 2)
    }

    @Test(arguments: Kind.allCases)
    func `an erased text is gone and the chain is not`(kind: Kind) throws {
        let journal = try make(kind)
        try journal.append([
            Sample.entry(1, texts: ["佐藤", "+819012345678"]), Sample.entry(2, texts: ["佐藤"]),
        ])
        let before = try journal.rows()
        let name = JournalDigest(ofText: Array("佐藤".utf8))
        #expect(try journal.erase(texts: [name, name, .zero]) == 1)
        let after = try journal.rows()
        #expect(after.map(\.texts) == [[nil, Array("+819012345678".utf8)], [nil]])
        #expect(after.map(\.textDigests) == before.map(\.textDigests))
        #expect(after.map(\.hash) == before.map(\.hash))

        try journal.append([Sample.entry(3, texts: ["佐藤"])])
        #expect(try journal.rows().map { $0.texts[0] } == Array(repeating: Array("佐藤".utf8), count: 3))
    }

    @Test(arguments: Kind.allCases)
    func `a text of an open subject cannot be erased before its end`(kind: Kind) throws {
        let journal = try make(kind)
        let (ended, open) = (Sample.incident(1), Sample.incident(2))
        try journal.append([
            Sample.entry(1, about: ended, .opens, texts: ["shared", "ended"]),
            Sample.entry(2, about: open, .opens, texts: ["shared"]),
            Sample.entry(3, about: open, texts: ["open"]), Sample.entry(4, about: ended, .closes),
        ])
        let before = try journal.rows()
        let (shared, late) = (JournalDigest(ofText: Array("shared".utf8)), JournalDigest(ofText: Array("ended".utf8)))
        #expect(throws: JournalError.textInUse(shared, open)) { try journal.erase(texts: [late, shared]) }
        #expect(try journal.rows() == before)
        #expect(try journal.erase(texts: [late]) == 1)
        try journal.append([Sample.entry(5, about: open, .closes)])
        #expect(try journal.erase(texts: [late, shared]) == 1)
    }

    @Test(arguments: Kind.allCases)
    func `a journal without a reserve says so`(kind: Kind) throws {
        #expect(try make(kind).reserve == .none)
    }

    @Test func `a memory journal that was told to refuse takes nothing until it may again`() throws {
        let journal = MemoryJournal()
        journal.refuseAppends(with: .full("rehearsed"))
        #expect(throws: JournalError.full("rehearsed")) { try journal.append([Sample.entry(1)]) }
        #expect(journal.head() == .empty)
        journal.refuseAppends(with: nil)
        #expect(try journal.append([Sample.entry(1)]).sequence == 1)
    }
}
