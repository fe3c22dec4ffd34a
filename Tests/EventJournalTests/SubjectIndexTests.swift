@testable import EventJournal
import Testing

/// The index by which the rows of a subject are found, and so those that a restart folds.
@Suite struct SubjectIndexTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let journal = try folder.open()
        for number in Int64(1)...8 {
            try journal.append([Sample.entry(number, about: Sample.incident(number + 10), .opens)])
        }
        try journal.close()
    }

    /// Changes the entry of row 7: a length of 6, a header of 4 bytes, the types 9 (the number 1), 1 and 1 (a byte
    /// each), then subject and row. https://www.sqlite.org/fileformat2.html#record_format
    private func flip(_ bit: UInt8, at offset: Int) throws {
        var bytes = try folder.bytes(of: folder.files.database)
        let entry = try #require(bytes.firstRange(of: [6, 4, 9, 1, 1, 17, 7] as [UInt8]))
        bytes[entry.lowerBound + offset] ^= bit
        try folder.write(bytes, to: folder.files.database)
    }

    @Test(arguments: [(5, 1), (5, 16), (5, 64), (6, 1), (6, 8), (6, 64), (2, 1)] as [(Int, UInt8)])
    func `a bit flipped in the index is found, and the row that it hides`(offset: Int, bit: UInt8) throws {
        try flip(bit, at: offset)
        let reader = try SQLiteJournalReader(at: folder.files)
        #expect(try reader.verify(.everything()) == .broken(at: 7, .subjectIndexDiffers))
        #expect(try reader.verify(.sinceLastCheckpoint) == .broken(at: 7, .subjectIndexDiffers))
    }

    /// Some entries are found in spite of their fault. What counts is that no row is left out and none taken for another.
    @Test func `a restart folds the right rows or none through a damaged index`() throws {
        let rows = try SQLiteJournalReader(at: folder.files).openRows()
        #expect(rows.count == 8)
        let bytes = try folder.bytes(of: folder.files.database)
        var refused = 0
        for offset in 0..<7 {
            for bit in UInt8(0)..<8 {
                try folder.write(bytes, to: folder.files.database)
                try flip(1 << bit, at: offset)
                do {
                    let found = try SQLiteJournalReader(at: folder.files).openRows()
                    #expect(found == rows, "bit \(bit) of byte \(offset)")
                } catch is JournalError {
                    refused += 1
                }
            }
        }
        #expect(refused > 20)
    }

    @Test func `the index made anew from the rows is right again`() throws {
        try flip(16, at: 5)
        let journal = try folder.open()
        try journal.tamper("REINDEX rows_of_subject")
        #expect(try journal.verify(.everything()) == .whole(head: journal.head(), checkedRows: 8, erasedTexts: 0))
        #expect(try journal.openRows().count == 8)
    }
}
