@testable import EventJournal
import Testing

/// A database that was cut off, as by a copy that ended early.
@Suite struct CutFileTests {
    private let folder: TemporaryFolder
    private let head: JournalHead
    private let bytes: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        let journal = try folder.open()
        for number in Int64(1)...25 {
            let texts = [String(repeating: "\(number) ", count: 200)]
            try journal.append([Sample.entry(number, about: Sample.incident(number), .opens, texts: texts)])
        }
        head = journal.head()
        try journal.close()
        bytes = try folder.bytes(of: folder.files.database)
    }

    /// Around every page, and between them every 331st byte, or in the long form every seventh.
    private var lengths: [Int] {
        (0..<bytes.count).filter { $0 % (Soak.isOn ? 7 : 331) == 0 || [0, 1, 4_095].contains($0 % 4_096) }
    }

    @Test func `a database cut off at any length is refused or found broken, by readers and by writers`() throws {
        let copy = try TemporaryFolder()
        let path = copy.files.database
        var found = (refused: 0, broken: 0)
        for length in lengths {
            for isWriter in [false, true] {
                try copy.write(bytes[..<length], to: path)
                do {
                    let check: JournalCheck
                    if isWriter {
                        let journal = try copy.open()
                        check = try journal.verify(.everything(expectedHead: head.hash))
                        try journal.close()
                    } else {
                        check = try SQLiteJournalReader(at: copy.files).verify(.everything(expectedHead: head.hash))
                    }
                    if case .broken = check { found.broken += 1 } else { Issue.record("cut at \(length): \(check)") }
                } catch is JournalError {
                    found.refused += 1
                }
            }
        }
        #expect(found.refused + found.broken == 2 * lengths.count)
        #expect(found.refused > 0)
    }

    /// With nothing beside it, such a file is that of a first start that died: only a head noted elsewhere tells.
    @Test func `of a database cut off to nothing only the noted head tells`() throws {
        let copy = try TemporaryFolder()
        try copy.write([], to: copy.files.database)
        let journal = try copy.open()
        #expect(try journal.verify(.everything()) == .whole(head: .empty, checkedRows: 0, erasedTexts: 0))
        #expect(
            try journal.verify(.everything(expectedHead: head.hash))
                == .broken(at: 1, .cutOff(expectedHead: head.hash)))
    }
}
