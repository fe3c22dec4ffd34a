import Foundation
import Testing

@testable import EventJournal

/// Copies of a journal at work, and how one is put in its place.
@Suite struct BackupTests {
    private let folder: TemporaryFolder
    private let elsewhere: TemporaryFolder
    private var copy: String { elsewhere.path + "/copy.sqlite" }

    init() throws {
        folder = try TemporaryFolder()
        elsewhere = try TemporaryFolder()
    }

    private func names(in folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    // MARK: Backup

    @Test func `a copy is the journal of one moment, though rows are appended while it is made`() throws {
        let journal = try folder.open()
        for entries in Sample.history(of: 20_000, seed: 1).chunks(of: 500) { try journal.append(entries) }
        let head = journal.head()
        var stages: [Int] = []
        let found = try SQLiteJournalReader(at: folder.files).backUp(to: copy) { progress in
            guard case .copied(let pages, _) = progress else { return }
            stages.append(pages)
            _ = try? journal.append([Sample.entry(Int64(stages.count))])
        }
        #expect(stages.count > 1 && stages == stages.sorted())
        guard case .whole(head, checkedRows: 20_000, _) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(journal.head().sequence == 20_000 + Int64(stages.count))
        #expect(try journal.verify(.everything()) != found)
    }

    @Test func `a copy is one file alone, for its owner alone, and stays so when it is read`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 100, seed: 2))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        #expect(try SQLiteJournalReader(at: JournalFiles(database: copy)).rows() == journal.rows())
        #expect(try names(in: elsewhere) == ["copy.sqlite"])
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: ["copy.sqlite", "copy.sqlite.partial"])
    func `nothing is overwritten`(name: String) throws {
        try folder.open().append([Sample.entry(1)])
        try elsewhere.write([7], to: elsewhere.path + "/" + name)
        #expect(throws: JournalError.self) { try SQLiteJournalReader(at: folder.files).backUp(to: copy) }
        #expect(try elsewhere.bytes(of: elsewhere.path + "/" + name) == [7])
        #expect(try names(in: elsewhere) == [name])
    }

    @Test func `of a journal that is broken there is no copy`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 100, seed: 3))
        try journal.tamper("UPDATE rows SET instant = instant + 1 WHERE sequence = 40")
        #expect(
            try SQLiteJournalReader(at: folder.files).backUp(to: copy) == .broken(at: 40, .hashDiffers))
        #expect(try names(in: elsewhere) == [])
    }

    @Test func `a place that cannot be written is told, and nothing is left there`() throws {
        try folder.open().append([Sample.entry(1)])
        let error = #expect(throws: JournalError.self) {
            try SQLiteJournalReader(at: folder.files).backUp(to: elsewhere.path + "/none/copy.sqlite")
        }
        #expect(error.map { "\($0)".contains("/none/copy.sqlite") } == true)
    }

    // MARK: Restore

    private func restored(keeping name: String = "kept", _ backup: String) throws -> String? {
        let restore = try JournalRestore(of: folder.files)
        let found = try restore.copy(SQLiteJournalReader(at: JournalFiles(database: backup)))
        guard case .whole = found else {
            Issue.record("\(found)")
            return nil
        }
        return try restore.putInPlace(keeping: name)
    }

    @Test func `while a writer lives nothing is restored`() throws {
        let journal = try folder.open()
        #expect(throws: JournalError.heldByAnother(path: folder.files.lock, processID: getpid())) {
            _ = try JournalRestore(of: folder.files)
        }
        try journal.close()
        _ = try JournalRestore(of: folder.files)
    }

    @Test func `what a dead writer left in its write-ahead log is kept, and never meets the copy`() throws {
        let history = Sample.history(of: 60, seed: 4)
        let journal = try folder.open()
        try journal.append(Array(history[..<20]))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        try journal.append(Array(history[20...]))
        let crashed = try folder.copyAfterCrash()
        #expect(try crashed.bytes(of: crashed.files.database + "-wal").count > 0)

        let restore = try JournalRestore(of: crashed.files)
        _ = try restore.copy(SQLiteJournalReader(at: JournalFiles(database: copy)))
        let kept = try #require(try restore.putInPlace(keeping: "kept"))
        #expect(try SQLiteJournalReader(at: JournalFiles(database: kept)).head().sequence == 60)
        let reader = try SQLiteJournalReader(at: crashed.files)
        #expect(try reader.rows() == Array(journal.rows(limit: 20)))
        guard case .whole(_, checkedRows: 20, _) = try reader.verify(.everything()) else {
            Issue.record("the restored journal is broken")
            return
        }
        #expect(try !names(in: crashed).contains("restoring"))
    }

    @Test func `a restored journal is written on, and a marked copy takes its mark along`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 30, seed: 5))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        try journal.close()
        let restore = try JournalRestore(of: folder.files)
        _ = try restore.copy(SQLiteJournalReader(at: JournalFiles(database: copy)))
        let marked = try restore.openCopy()
        try marked.append([Sample.entry(31)])
        try marked.close()
        try restore.putInPlace(keeping: "kept")
        withExtendedLifetime(restore) {}
        #expect(try SQLiteJournalReader(at: folder.files).head().sequence == 31)
    }

    @Test func `a journal too damaged to be opened is kept with its log as it is`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 30, seed: 6))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        let crashed = try folder.copyAfterCrash()
        let log = try crashed.bytes(of: crashed.files.database + "-wal").map { ~$0 }
        try crashed.write(log, to: crashed.files.database + "-wal")
        try crashed.write(Array(repeating: 0xFF, count: 8_192), to: crashed.files.database)
        let restore = try JournalRestore(of: crashed.files)
        #expect(throws: JournalError.self) { try restore.present() }
        _ = try restore.copy(SQLiteJournalReader(at: JournalFiles(database: copy)))
        let kept = try #require(try restore.putInPlace(keeping: "kept"))
        #expect(try crashed.bytes(of: kept) == Array(repeating: 0xFF, count: 8_192))
        #expect(try crashed.bytes(of: kept + "-wal") == log)
        #expect(try SQLiteJournalReader(at: crashed.files).head().sequence == 30)
    }

    @Test func `a broken backup changes nothing, and what it made is removed`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 30, seed: 7))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        try journal.close()
        let before = try folder.bytes(of: folder.files.database)
        let broken = try SQLiteJournal(at: JournalFiles(database: copy), reserveBytes: 0)
        try broken.tamper("DELETE FROM rows WHERE sequence = 12")
        try broken.close()
        let restore = try JournalRestore(of: folder.files)
        #expect(
            try restore.copy(SQLiteJournalReader(at: JournalFiles(database: copy))) == .broken(at: 12, .missing))
        try restore.discard()
        #expect(try folder.bytes(of: folder.files.database) == before)
        #expect(try names(in: folder) == ["journal.lock", "journal.sqlite"])
    }

    @Test func `a file of the name to keep it under is not replaced, and the journal stays`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 30, seed: 8))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        try journal.append([Sample.entry(31)])
        try journal.close()
        try folder.write([7], to: folder.path + "/kept.sqlite")
        #expect(throws: JournalError.self) { _ = try restored(copy) }
        #expect(try folder.bytes(of: folder.path + "/kept.sqlite") == [7])
        #expect(try SQLiteJournalReader(at: folder.files).head().sequence == 31)
    }

    @Test func `where there is no journal the backup becomes one, and what a dead restore left does no harm`() throws {
        let journal = try folder.open()
        try journal.append(Sample.history(of: 30, seed: 9))
        try SQLiteJournalReader(at: folder.files).backUp(to: copy)
        let bare = try TemporaryFolder()
        let dead = try JournalRestore(of: bare.files)
        _ = try dead.copy(SQLiteJournalReader(at: JournalFiles(database: copy)))
        #expect(try names(in: bare).contains("restoring"))
        try FileManager.default.removeItem(atPath: bare.files.lock)

        let restore = try JournalRestore(of: bare.files)
        _ = try restore.copy(SQLiteJournalReader(at: JournalFiles(database: copy)))
        #expect(try restore.putInPlace(keeping: "kept") == nil)
        #expect(try names(in: bare) == ["journal.lock", "journal.sqlite"])
    }
}

extension Array {
    fileprivate func chunks(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
