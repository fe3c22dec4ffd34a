@testable import EventJournal
import Foundation
import Testing

@Suite struct ChainTests {
    /// The layout is written down in JournalChain.swift; here it is spelled a second time, so that neither can drift.
    @Test func `a row's hash is the SHA-256 of the documented bytes`() throws {
        let journal = MemoryJournal()
        try journal.append([
            JournalEntry(
                instant: 0x0102_0304_0506_0708, subject: JournalSubject(kind: 9, id: -2), standing: .opens,
                kind: 0xABCD, version: 3, payload: [1, 2, 3], texts: [Array("abc".utf8)]),
            JournalEntry(instant: -1, kind: 1, version: 1, payload: []),
        ])
        var first = [UInt8](repeating: 0, count: 32)
        first += [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]
        first += [9, 255, 255, 255, 255, 255, 255, 255, 254, 1, 0xAB, 0xCD, 3, 0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 1]
        first += JournalDigest(ofText: Array("abc".utf8)).withUnsafeBytes { Array($0) }
        let firstHash = JournalDigest(ofText: first)

        var second = firstHash.withUnsafeBytes { Array($0) }
        second += [0, 0, 0, 0, 0, 0, 0, 2] + [UInt8](repeating: 255, count: 8)
        second += [UInt8](repeating: 0, count: 10) + [0, 1, 1] + [UInt8](repeating: 0, count: 8)
        #expect(try journal.rows().map(\.hash) == [firstHash, JournalDigest(ofText: second)])
    }

    private static let payload = Array("payload".utf8)

    private func smallJournal() throws -> (folder: TemporaryFolder, heads: [JournalHead]) {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        var heads: [JournalHead] = []
        for number in Int64(1)...8 {
            heads.append(
                try journal.append([
                    Sample.entry(number, about: Sample.incident(number), .opens, texts: ["text \(number)"])
                ]))
        }
        try journal.close()
        return (folder, heads)
    }

    private func check(_ folder: TemporaryFolder, expectedHead: JournalDigest? = nil) throws -> JournalCheck {
        try SQLiteJournalReader(at: folder.files).verify(.everything(expectedHead: expectedHead))
    }

    @Test func `an untouched journal is whole`() throws {
        let (folder, heads) = try smallJournal()
        let last = try #require(heads.last)
        #expect(try check(folder) == .whole(head: last, checkedRows: 8, erasedTexts: 0))
        #expect(try check(folder, expectedHead: heads[3].hash) == .whole(head: last, checkedRows: 8, erasedTexts: 0))
    }

    @Test func `a bit flipped in any byte of any payload is found, and the row named`() throws {
        let (folder, _) = try smallJournal()
        let bytes = try folder.bytes(of: folder.files.database)
        for number in Int64(1)...8 {
            let payload = Array("payload \(number)".utf8)
            let at = try #require(bytes.firstRange(of: payload)).lowerBound
            for offset in payload.indices {
                var damaged = bytes
                damaged[at + offset] ^= 1 << (offset % 8)
                try folder.write(damaged, to: folder.files.database)
                #expect(try check(folder) == .broken(at: number, .hashDiffers))
            }
        }
    }

    @Test func `a bit flipped in any byte of any hash or digest is found, and the row named`() throws {
        let (folder, heads) = try smallJournal()
        let bytes = try folder.bytes(of: folder.files.database)
        for (number, head) in zip(Int64(1)..., heads) {
            let digest = JournalDigest(ofText: Array("text \(number)".utf8))
            // In the row's record the digests come right before the hash.
            let stored = digest.withUnsafeBytes { Array($0) } + head.hash.withUnsafeBytes { Array($0) }
            let at = try #require(bytes.firstRange(of: stored)).lowerBound
            for offset in stored.indices {
                var damaged = bytes
                damaged[at + offset] ^= 1
                try folder.write(damaged, to: folder.files.database)
                #expect(try check(folder) == .broken(at: number, .hashDiffers))
            }
        }
    }

    /// Among the bytes of a file are also lengths, types, page numbers and free space. Whatever becomes of them, reading
    /// ends in an answer, and "whole" is only said of rows that are as they were.
    @Test func `a byte changed anywhere in the file never ends the process and never passes for another row`() throws {
        let (folder, heads) = try smallJournal()
        let noted = heads.last?.hash
        let path = folder.files.database
        let rows = try SQLiteJournalReader(at: folder.files).rows()
        let bytes = try folder.bytes(of: path)
        var answers = (refused: 0, broken: 0, whole: 0)
        // Every third byte, to be quick; zeros are mostly free space.
        for offset in bytes.indices where Soak.isOn || (bytes[offset] != 0 && offset % 3 == 0) {
            var damaged = bytes
            damaged[offset] ^= [0x01, 0x08, 0x40, 0xFF][offset % 4]
            try folder.write(damaged, to: path)
            do {
                let reader = try SQLiteJournalReader(at: folder.files)
                switch try reader.verify(.everything(expectedHead: noted)) {
                case .whole:
                    answers.whole += 1
                    #expect(try reader.rows() == rows, "changed at byte \(offset)")
                case .broken:
                    answers.broken += 1
                case .cancelled: Issue.record("nobody cancelled")
                }
                _ = try? reader.openRows()
            } catch is JournalError {
                answers.refused += 1
            }
        }
        #expect(answers.refused > 0 && answers.broken > 300 && answers.whole > 0, "\(answers)")
    }

    @Test func `a changed text is found, and the row that names it`() throws {
        let (folder, _) = try smallJournal()
        var bytes = try folder.bytes(of: folder.files.database)
        let at = try #require(bytes.firstRange(of: Array("text 5".utf8)))
        bytes.replaceSubrange(at, with: Array("tent 5".utf8))
        try folder.write(bytes, to: folder.files.database)
        #expect(try check(folder) == .broken(at: 5, .textDiffers(JournalDigest(ofText: Array("text 5".utf8)))))
    }

    @Test func `erased texts are counted, not complained of`() throws {
        let (folder, _) = try smallJournal()
        let journal = try folder.open()
        let last = try journal.append([Sample.entry(9, about: Sample.incident(5), .closes)])
        try journal.erase(texts: [JournalDigest(ofText: Array("text 5".utf8))])
        #expect(try journal.verify(.everything()) == .whole(head: last, checkedRows: 9, erasedTexts: 1))
    }

    @Test func `a cut tail is seen against a head noted elsewhere, and only against that`() throws {
        let (folder, heads) = try smallJournal()
        let noted = try #require(heads.last).hash
        let journal = try folder.open()
        try journal.tamper("DELETE FROM rows WHERE sequence > 6; DELETE FROM open_subjects WHERE first_sequence > 6")
        try journal.close()
        #expect(try check(folder) == .whole(head: heads[5], checkedRows: 6, erasedTexts: 0))
        #expect(try check(folder, expectedHead: noted) == .broken(at: 7, .cutOff(expectedHead: noted)))
    }

    @Test(
        arguments: [
            ("DELETE FROM rows WHERE sequence = 1", 1, JournalCheck.Break.missing),
            ("DELETE FROM rows WHERE sequence = 4", 4, .missing),
            ("UPDATE rows SET sequence = 99 WHERE sequence = 4", 4, .missing),
            ("UPDATE rows SET instant = instant + 1 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET subject_id = 9 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET subject_kind = 2 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET subject_kind = 0 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET kind = kind + 1 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET version = 2 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET standing = 0 WHERE sequence = 3", 3, .hashDiffers),
            ("UPDATE rows SET standing = 3 WHERE sequence = 3", 3, .unreadable("row 3: no standing has the number 3")),
            ("UPDATE rows SET kind = 65536 WHERE sequence = 3", 3, .unreadable("row 3: no kind has the number 65536")),
            ("UPDATE rows SET hash = x'00' WHERE sequence = 3", 3, .unreadable("row 3: its hash is not 32 bytes long")),
            (
                "UPDATE rows SET text_digests = x'00' WHERE sequence = 3", 3,
                .unreadable("row 3: its text digests are not 32 bytes long each")
            ),
            ("UPDATE rows SET text_digests = x'' WHERE sequence = 3", 3, .hashDiffers),
            (
                "DELETE FROM texts WHERE body = CAST('text 2' AS BLOB)", 2,
                .textMissing(JournalDigest(ofText: Array("text 2".utf8)))
            ),
            ("DELETE FROM open_subjects WHERE subject_id = 7", 8, .openListDiffers(JournalSubject(kind: 1, id: 7))),
            (
                "INSERT INTO open_subjects VALUES (2, 7, 7)", 8, .openListDiffers(JournalSubject(kind: 2, id: 7))
            ),
            (
                """
                UPDATE rows SET sequence = -3 WHERE sequence = 3; UPDATE rows SET sequence = 3 WHERE sequence = 4;
                UPDATE rows SET sequence = 4 WHERE sequence = -3
                """, 3, .hashDiffers
            ),
        ] as [(String, Int64, JournalCheck.Break)])
    func `a row changed, removed or moved is found and named`(
        forgery: String, row: Int64, reason: JournalCheck.Break
    ) throws {
        let (folder, _) = try smallJournal()
        let journal = try folder.open()
        try journal.tamper(forgery)
        #expect(try journal.verify(.everything()) == .broken(at: row, reason))
    }
}
