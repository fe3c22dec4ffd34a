@testable import EventJournal
import Foundation
import Testing

@Suite struct WriterTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// GRDB sets NORMAL when it turns the write-ahead log on, which may lose rows at a power failure.
    @Test func `every append is synced`() throws {
        let journal = try folder.open()
        #expect(try journal.setting("synchronous") == 2)
        try journal.append([Sample.entry(1)])
        #expect(try journal.setting("synchronous") == 2)
    }

    @Test func `a batch that fails leaves nothing behind and the next one succeeds`() throws {
        let journal = try folder.open()
        let head = try journal.append([Sample.entry(1, about: Sample.incident(1), .opens)])
        let rows = try journal.rows()
        // No more pages than there are now: what a full disk looks like to SQLite.
        try journal.tamper("PRAGMA max_page_count = 1")
        let batch = (2...400).map {
            Sample.entry($0, about: Sample.incident($0), .opens, texts: ["text \($0)"])
        }
        let error = #expect(throws: JournalError.self) { try journal.append(batch) }
        guard case .full = error else {
            Issue.record("expected a full disk, got \(String(describing: error))")
            return
        }
        #expect(error?.canPass == true)
        #expect(journal.head() == head)
        #expect(try journal.rows() == rows)
        #expect(try journal.openSubjects() == [Sample.incident(1)])
        #expect(try journal.verify(.everything()) == .whole(head: head, checkedRows: 1, erasedTexts: 0))

        try journal.tamper("PRAGMA max_page_count = 100000")
        let after = try journal.append(batch)
        #expect(after.sequence == 400)
        #expect(try journal.verify(.everything()) == .whole(head: after, checkedRows: 400, erasedTexts: 0))
    }

    @Test func `a second writer is refused while the first lives, and told who that is`() throws {
        let journal = try folder.open()
        #expect(throws: JournalError.heldByAnother(path: folder.files.lock, processID: getpid())) {
            try folder.open()
        }
        #expect(!JournalError.heldByAnother(path: folder.files.lock, processID: getpid()).canPass)
        try journal.close()
        let second = try folder.open()
        #expect(second.head() == .empty)
    }

    @Test func `a writer that is merely dropped gives the lock free`() throws {
        try folder.open().append([Sample.entry(1)])
        #expect(try folder.open().head().sequence == 1)
    }

    @Test func `a lock of another process is respected and ends with it, however it ends`() throws {
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        let output = Pipe()
        holder.arguments = ["--no-fork", folder.files.lock, "sh", "-c", "echo locked; exec cat"]
        let input = Pipe()
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        #expect(output.fileHandleForReading.availableData == Data("locked\n".utf8))
        #expect(throws: JournalError.heldByAnother(path: folder.files.lock, processID: nil)) { try folder.open() }
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        #expect(try folder.open().head() == .empty)
    }

    @Test func `readers see what is appended, beside the writer`() throws {
        let journal = try folder.open()
        let reader = try SQLiteJournalReader(at: folder.files)
        for number in Int64(1)...5 {
            let head = try journal.append([Sample.entry(number, about: Sample.incident(number), .opens)])
            #expect(try reader.head() == head)
            #expect(try reader.openRows().count == Int(number))
        }
        let rows = try reader.rows()
        #expect(try rows == journal.rows())
    }

    @Test func `a closed journal refuses to be written`() throws {
        let journal = try folder.open()
        try journal.close()
        try journal.close()
        #expect(throws: JournalError.self) { try journal.append([Sample.entry(1)]) }
    }

    @Test func `an erased text is not in the files either`() throws {
        let journal = try folder.open()
        let texts = (0..<50).map { "名前 \($0) " + String(repeating: "x", count: 200) }
        try journal.append(texts.enumerated().map { Sample.entry(Int64($0), texts: [$1]) })
        let secret = Array("名前 25 ".utf8)
        let log = folder.files.database + "-wal"
        #expect(try folder.bytes(of: log).firstRange(of: secret) != nil)
        #expect(try journal.erase(texts: [JournalDigest(ofText: Array(texts[25].utf8))]) == 1)
        #expect(try folder.bytes(of: folder.files.database).firstRange(of: secret) == nil)
        #expect(try folder.bytes(of: log).firstRange(of: secret) == nil)
        #expect(try folder.bytes(of: folder.files.database).firstRange(of: Array("名前 26 ".utf8)) != nil)
    }
}
