@testable import EventJournal
import Foundation
import Testing

@Suite struct OpeningTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The message of opening for writing, which must fail; it must name the file and be one line.
    private func refusal(naming path: String) -> JournalError? {
        let error = #expect(throws: JournalError.self) { try folder.open() }
        let text = error.map(String.init(describing:)) ?? ""
        #expect(text.contains(path))
        #expect(!text.contains("\n"))
        return error
    }

    @Test func `a missing folder is named`() throws {
        let nowhere = JournalFiles(folder: folder.path + "/nowhere")
        #expect(throws: JournalError.unusable(path: folder.path + "/nowhere", "the folder does not exist")) {
            try SQLiteJournal(at: nowhere)
        }
        #expect(throws: JournalError.self) { try SQLiteJournalReader(at: nowhere) }
    }

    @Test func `reading creates nothing`() throws {
        #expect(throws: JournalError.unusable(path: folder.files.database, "does not exist")) {
            try SQLiteJournalReader(at: folder.files)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: [60, 68])
    func `a journal of a newer format, or another program's database, is refused and left alone`(offset: Int) throws {
        // The header of an SQLite file, https://www.sqlite.org/fileformat.html: user_version and application_id.
        let journal = try folder.open()
        try journal.append([Sample.entry(1)])
        try journal.close()
        var bytes = try folder.bytes(of: folder.files.database)
        bytes.replaceSubrange(offset..<offset + 4, with: [0, 0, 0, 2])
        try folder.write(bytes, to: folder.files.database)

        let path = folder.files.database
        let expected: JournalError =
            offset == 60 ? .newerSchema(path: path, found: 2, known: 1) : .notAJournal(path: path)
        #expect(refusal(naming: path) == expected)
        #expect(throws: expected) { try SQLiteJournalReader(at: folder.files) }
        #expect(try folder.bytes(of: path) == bytes)
    }

    @Test func `a file of something else is refused and left alone`() throws {
        let text = Array(String(repeating: "not a database\n", count: 100).utf8)
        try folder.write(text, to: folder.files.database)
        #expect(refusal(naming: folder.files.database) == .notAJournal(path: folder.files.database))
        #expect(throws: JournalError.notAJournal(path: folder.files.database)) {
            try SQLiteJournalReader(at: folder.files)
        }
        #expect(try folder.bytes(of: folder.files.database) == text)
    }

    /// What a crash between the making of the file and that of the tables leaves.
    @Test func `an empty file is begun by a writer and refused by a reader`() throws {
        try folder.write([], to: folder.files.database)
        #expect(
            throws: JournalError.unusable(
                path: folder.files.database, "is empty; a writer begins the journal in it")
        ) { try SQLiteJournalReader(at: folder.files) }
        try folder.open().append([Sample.entry(1)])
        #expect(try SQLiteJournalReader(at: folder.files).head().sequence == 1)
    }

    /// A crash while the journal was begun: pages are written, and SQLite's rollback journal says that there were none.
    /// Its format: https://www.sqlite.org/fileformat2.html#the_rollback_journal
    @Test func `a first start that died half way is begun anew`() throws {
        try folder.open().close()
        var rollback: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        for number: UInt32 in [0, 12_345, 0, 512, 4_096] {
            withUnsafeBytes(of: number.bigEndian) { rollback += Array($0) }
        }
        rollback += [UInt8](repeating: 0, count: 512 - rollback.count)
        try folder.write(rollback, to: folder.files.database + "-journal")
        #expect(try folder.open().append([Sample.entry(1)]).sequence == 1)
    }

    /// What earlier versions left when the log of a young journal was lost: a database without a table.
    @Test func `a database that holds nothing is refused, for its log is missing`() throws {
        let journal = try folder.open()
        try journal.tamper(
            """
            PRAGMA application_id = 0; PRAGMA user_version = 0; DROP TABLE rows; DROP TABLE texts;
            DROP TABLE erased_texts; DROP TABLE open_subjects; DROP TABLE checkpoints
            """)
        try journal.close()
        let bytes = try folder.bytes(of: folder.files.database)
        let expected = JournalError.unusable(
            path: folder.files.database,
            "holds nothing: its write-ahead log is missing; restore it or move the file away")
        #expect(refusal(naming: folder.files.database) == expected)
        #expect(throws: expected) { try SQLiteJournalReader(at: folder.files) }
        #expect(try folder.bytes(of: folder.files.database) == bytes)
    }

    /// SQLite would remove the log without a word.
    @Test func `an empty file beside a log that is not empty is refused, and the log kept`() throws {
        let journal = try folder.open()
        try journal.append([Sample.entry(1)])
        let copy = try folder.copyAfterCrash()
        let log = try copy.bytes(of: copy.files.database + "-wal")
        try copy.write([], to: copy.files.database)
        #expect(
            throws: JournalError.unusable(
                path: copy.files.database,
                "is empty and its write-ahead log is not; restore the file or move both away")
        ) { try copy.open() }
        #expect(try copy.bytes(of: copy.files.database + "-wal") == log)
    }

    @Test func `a path with signs that mean something to SQLite is a path like any other`() throws {
        let strange = folder.path + "/a?immutable=1#%41 b"
        mkdir(strange, 0o700)
        let files = JournalFiles(folder: strange)
        try SQLiteJournal(at: files, reserveBytes: 0).append([Sample.entry(1)])
        #expect(try SQLiteJournalReader(at: files).head().sequence == 1)
        #expect(FileManager.default.fileExists(atPath: files.database))
    }

    @Test func `a file that its owner may not write is refused`() throws {
        try folder.open().close()
        chmod(folder.files.database, 0o400)
        #expect(refusal(naming: folder.files.database)?.canPass == false)
        #expect(try SQLiteJournalReader(at: folder.files).head() == .empty)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `a file of another user is refused`() throws {
        try folder.open().close()
        chown(folder.files.database, 12_345, 12_345)
        #expect(
            refusal(naming: folder.files.database)
                == .unusable(path: folder.files.database, "belongs to user 12345, this program runs as user 0"))
    }

    @Test func `a symbolic link is refused`() throws {
        let other = try TemporaryFolder()
        try other.open().close()
        symlink(other.files.database, folder.files.database)
        #expect(refusal(naming: folder.files.database)?.canPass == false)
    }

    @Test func `a folder in the place of the file is refused`() throws {
        mkdir(folder.files.database, 0o700)
        #expect(
            refusal(naming: folder.files.database) == .unusable(path: folder.files.database, "is not a file"))
    }

    @Test func `the files are the owner's alone`() throws {
        let journal = try folder.open()
        try journal.append([Sample.entry(1)])
        for path in [folder.files.database, folder.files.database + "-wal", folder.files.lock] {
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(path)")
        }
    }

    @Test func `the neighbours are named after the database`() {
        let files = JournalFiles(database: "/var/lib/night.sqlite")
        #expect(files.lock == "/var/lib/night.lock")
        #expect(files.reserve == "/var/lib/night.reserve")
        #expect(JournalFiles(folder: "var/").database == "var/journal.sqlite")
        #expect(JournalFiles(folder: "var").database == "var/journal.sqlite")
        #expect(JournalFiles(database: "old").lock == "./old.lock")
    }
}
