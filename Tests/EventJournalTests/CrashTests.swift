@testable import EventJournal
import Testing

/// A crash is a copy of the files as they lie there, without the process and its locks.
@Suite struct CrashTests {
    @Test func `after a crash at any moment between appends everything appended is there`() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        var rest = Sample.history(of: 200, seed: 2)[...]
        var size = 1
        while !rest.isEmpty {
            try journal.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            size = size % 13 + 1
            let copy = try folder.copyAfterCrash()
            let again = try copy.open()
            #expect(again.head() == journal.head())
            #expect(try again.openRows() == journal.openRows())
            #expect(
                try again.verify(.everything())
                    == .whole(head: journal.head(), checkedRows: journal.head().sequence, erasedTexts: 0))
        }
    }

    @Test func `a journal goes on after a crash as if there had been none`() throws {
        let history = Sample.history(of: 60, seed: 3)
        let whole = MemoryJournal()
        try whole.append(history)

        var folder = try TemporaryFolder()
        for batch in stride(from: 0, to: history.count, by: 7) {
            let journal = try folder.open()
            try journal.append(Array(history[batch..<min(batch + 7, history.count)]))
            folder = try folder.copyAfterCrash()
        }
        #expect(try folder.open().rows() == whole.rows())
    }

    /// A write-ahead log that ends anywhere inside the last transaction: what SQLite promises, held against our files.
    @Test func `a last batch that was torn anywhere is not there at all, and the rest is whole`() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        let before = try journal.append((1...3).map { Sample.entry($0, about: Sample.incident($0), .opens) })
        let log = folder.files.database + "-wal"
        let start = try folder.bytes(of: log).count
        try journal.append((4...6).map { Sample.entry($0, about: Sample.incident($0 - 3), .closes, texts: ["\($0)"]) })
        let bytes = try folder.bytes(of: log)
        try #require(bytes.count > start)

        let copy = try folder.copyAfterCrash()
        let database = try copy.bytes(of: copy.files.database)
        // Every byte of the frames' 24-byte headers and around the pages' edges; between them every 61st byte, because
        // SQLite's checksum treats those alike.
        let frame = 4_096 + 24
        let lengths = (start..<bytes.count).filter { length in
            let within = (length - start) % frame
            return within <= 32 || within >= frame - 8 || within % 61 == 0
        }
        for length in lengths {
            try copy.write(database, to: copy.files.database)
            try copy.write(bytes[..<length], to: copy.files.database + "-wal")
            let again = try copy.open()
            #expect(again.head() == before, "cut at byte \(length)")
            #expect(try again.openSubjects() == (1...3).map { Sample.incident($0) }, "cut at byte \(length)")
            #expect(
                try again.verify(.everything()) == .whole(head: before, checkedRows: 3, erasedTexts: 0),
                "cut at byte \(length)")
            try again.close()
        }
    }

    /// SQLite takes a damaged frame for the end of the log. Only a head noted elsewhere shows that there was more.
    @Test func `a bit flipped in the write-ahead log cuts the tail, and a noted head shows it`() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        var heads = [JournalHead.empty]
        var ends: [Int] = []
        let log = folder.files.database + "-wal"
        for number in Int64(1)...6 {
            heads.append(try journal.append([Sample.entry(number, about: Sample.incident(number), .opens)]))
            ends.append(try folder.bytes(of: log).count)
        }
        let bytes = try folder.bytes(of: log)
        let noted = try #require(heads.last)
        let copy = try folder.copyAfterCrash()
        let database = try copy.bytes(of: copy.files.database)
        for offset in stride(from: ends[0], to: bytes.count, by: 97) {
            var damaged = bytes
            damaged[offset] ^= 0x10
            try copy.write(database, to: copy.files.database)
            try copy.write(damaged, to: copy.files.database + "-wal")
            let kept = ends.count { $0 <= offset }
            let again = try copy.open()
            #expect(again.head() == heads[kept], "flipped at byte \(offset)")
            #expect(
                try again.verify(.everything(expectedHead: noted.hash))
                    == .broken(at: Int64(kept) + 1, .cutOff(expectedHead: noted.hash)), "flipped at byte \(offset)")
            try again.close()
        }
    }

    @Test func `a reader reads what a crashed writer left behind`() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        let head = try journal.append(Sample.history(of: 40, seed: 4))
        let copy = try folder.copyAfterCrash()
        let reader = try SQLiteJournalReader(at: copy.files)
        #expect(try reader.head() == head)
        #expect(try reader.verify(.everything()) == .whole(head: head, checkedRows: 40, erasedTexts: 0))
    }
}
