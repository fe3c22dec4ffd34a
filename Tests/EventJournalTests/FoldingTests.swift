@testable import EventJournal
import Foundation
import Testing

/// Folding the write-ahead log into a database whose disk fails.
@Suite(.serialized) struct FoldingTests {
    private let folder: TemporaryFolder
    private let journal: SQLiteJournal

    /// With every table in the cache of the writing connection, so that it need not read the disk that fails.
    init() throws {
        folder = try TemporaryFolder()
        journal = try folder.open()
        try journal.append([Sample.entry(1, about: Sample.incident(1), .opens, texts: ["text"])])
    }

    /// Some thirty pages.
    private func appendMany() throws {
        let first = journal.head().sequence
        try journal.append(
            (1...20).map { Sample.entry(first + $0, texts: [String(repeating: "\(first + $0) ", count: 500)]) })
    }

    private func pagesInLog() throws -> Int {
        let size = try FileManager.default.attributesOfItem(atPath: folder.files.database + "-wal")[.size] as? Int
        return try #require(size) / 4_120
    }

    /// Puts another file in the place of the database, under the writing connection, which goes on with the same number.
    private func replaceDisk(by path: String, while body: () throws -> Void) throws {
        let database = folder.files.database
        let writer = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init).first {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == database
                    && fcntl($0, F_GETFL) & O_ACCMODE == O_RDWR
            })
        let disk = dup(writer)
        let other = Glibc.open(path, O_RDWR)
        dup2(other, writer)
        defer {
            dup2(disk, writer)
            [disk, other].forEach { Glibc.close($0) }
        }
        try body()
    }

    @Test func `the log is folded at a thousand pages, and overwritten`() throws {
        for _ in 0..<100 { try appendMany() }
        #expect(try pagesInLog() >= 1_000)
        #expect(try pagesInLog() < 1_100)
        #expect(try journal.setting("wal_autocheckpoint") == 0)
    }

    /// The null device takes what is written, and fails when it is to be cut to length and synced.
    @Test func `a disk that fails while folding ends the writing, as a failed sync of an append does`() throws {
        let error = #expect(throws: JournalError.self) {
            try replaceDisk(by: "/dev/null") {
                for _ in 0..<100 { try appendMany() }
            }
        }
        guard let error, case .mustRestart = error else {
            Issue.record("expected a restart, got \(String(describing: error))")
            return
        }
        #expect(throws: error) { try journal.append([Sample.entry(2)]) }
        // Whether the last batch is there was unknown; the next start finds that it is.
        let copy = try folder.copyAfterCrash()
        let again = try copy.open()
        let head = again.head()
        #expect(head.sequence > 1)
        #expect(try again.verify(.everything()) == .whole(head: head, checkedRows: head.sequence, erasedTexts: 0))
    }

    @Test func `a disk too full for folding lets appends go on, and is asked again a thousand pages later`() throws {
        try replaceDisk(by: "/dev/full") {
            for _ in 0..<100 { try appendMany() }
        }
        #expect(try pagesInLog() > 2_500)
        for _ in 0..<100 { try appendMany() }
        let pages = try pagesInLog()
        for _ in 0..<30 { try appendMany() }
        #expect(try pagesInLog() == pages, "the log is overwritten again")
        let head = journal.head()
        try journal.close()
        #expect(
            try SQLiteJournalReader(at: folder.files).verify(.everything())
                == .whole(head: head, checkedRows: head.sequence, erasedTexts: 0))
    }
}
