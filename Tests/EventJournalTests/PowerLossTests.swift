@testable import EventJournal
import Testing

/// A power failure: of what was written since the last sync, any sectors have reached the disk, in whatever order.
@Suite struct PowerLossTests {
    /// The files at one moment.
    private struct Disk {
        var database: [UInt8]
        var log: [UInt8]

        init(_ folder: TemporaryFolder) throws {
            database = try folder.bytes(of: folder.files.database)
            log = try folder.bytes(of: folder.files.database + "-wal")
        }

        func write(to folder: TemporaryFolder) throws {
            try folder.write(database, to: folder.files.database)
            try folder.write(log, to: folder.files.database + "-wal")
        }
    }

    private static let sector = 512
    private static let draws = Soak.isOn ? 5_000 : 100

    /// What was there, with each sector of what was written since left out or not. A file may also have kept its length.
    private func torn(_ old: [UInt8], _ new: [UInt8], _ chance: inout Sample.Generator) -> [UInt8] {
        let share = Int.random(in: 1...15, using: &chance)
        var torn = old + [UInt8](repeating: 0, count: max(0, new.count - old.count))
        for start in stride(from: 0, to: new.count, by: Self.sector)
        where Int.random(in: 0..<16, using: &chance) < share {
            let end = min(start + Self.sector, new.count)
            torn.replaceSubrange(start..<end, with: new[start..<end])
        }
        if new.count > old.count, Bool.random(using: &chance) {
            let kept = Int.random(in: old.count...new.count, using: &chance)
            torn.removeSubrange(kept...)
        }
        return torn
    }

    private func batch(after journal: SQLiteJournal, of count: Int64 = 20) -> [JournalEntry] {
        let first = journal.head().sequence
        return (1...count).map {
            Sample.entry(first + $0, texts: [String(repeating: "\(first + $0) ", count: 500)])
        }
    }

    /// Appends until the log has been folded; gives the disk before the append that folded it.
    private func fold(_ journal: SQLiteJournal, _ folder: TemporaryFolder) throws -> Disk {
        while true {
            let before = try Disk(folder)
            try journal.append(batch(after: journal))
            let after = try folder.bytes(of: folder.files.database)
            if after.count > before.database.count { return before }
        }
    }

    private func expect(
        _ heads: [JournalHead], in copy: TemporaryFolder, _ comment: String
    ) throws -> JournalHead {
        let again = try copy.open()
        let head = again.head()
        #expect(heads.contains(head), "\(comment)")
        #expect(
            try again.verify(.everything()) == .whole(head: head, checkedRows: head.sequence, erasedTexts: 0),
            "\(comment)")
        try again.close()
        return head
    }

    @Test func `whichever sectors of an unsynced batch reach a growing log, the batch is whole or not there`() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        let synced = try journal.append(batch(after: journal))
        let old = try Disk(folder)
        let written = try journal.append(batch(after: journal, of: 2))
        let new = try Disk(folder)
        try #require(new.log.count > old.log.count)
        let copy = try TemporaryFolder()
        var chance = Sample.Generator(state: 74)
        var kept = 0
        for draw in 0..<Self.draws {
            var disk = old
            disk.log = torn(old.log, new.log, &chance)
            try disk.write(to: copy)
            if try expect([synced, written], in: copy, "draw \(draw)") == written { kept += 1 }
        }
        #expect(kept < Self.draws)
    }

    /// SQLite syncs the header of a log that begins anew before it writes behind it (`walRestartHdr` and the sync after it in
    /// `sqlite3WalFrames`, wal.c): were it not there, what is left of the old log would be taken for the new one.
    @Test func `whichever sectors of an unsynced batch reach a log that is overwritten, the rows before are there`()
        throws
    {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        _ = try fold(journal, folder)
        let synced = journal.head()
        let old = try Disk(folder)
        let written = try journal.append(batch(after: journal, of: 2))
        let new = try Disk(folder)
        try #require(new.log.count == old.log.count && new.log != old.log)
        let copy = try TemporaryFolder()
        var chance = Sample.Generator(state: 75)
        let header = 32
        for draw in 0..<Self.draws / 5 {
            var disk = old
            disk.log = torn(Array(new.log[..<header] + old.log[header...]), new.log, &chance)
            try disk.write(to: copy)
            _ = try expect([synced, written], in: copy, "draw \(draw)")
        }
    }

    @Test func `whichever pages of a fold reach the database, no row is lost`() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        let old = try fold(journal, folder)
        let new = try Disk(folder)
        let copy = try TemporaryFolder()
        var chance = Sample.Generator(state: 76)
        for draw in 0..<Self.draws / 5 {
            var disk = new
            disk.database = torn(old.database, new.database, &chance)
            try disk.write(to: copy)
            _ = try expect([journal.head()], in: copy, "draw \(draw)")
        }
    }
}
