@testable import EventJournal
import Foundation
import Synchronization
import Testing

/// What a clean stop leaves behind, and what happens to those who are at work when it comes.
@Suite struct ClosingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The database without its neighbours.
    private func copyAlone() throws -> TemporaryFolder {
        let copy = try TemporaryFolder()
        try copy.write(folder.bytes(of: folder.files.database), to: copy.files.database)
        return copy
    }

    @Test(arguments: [false, true])
    func `after a clean stop the database alone is the journal`(wasRead: Bool) throws {
        let journal = try folder.open()
        let head = try journal.append(Sample.history(of: 50, seed: 5))
        // A reading connection that is open still must not keep the log.
        if wasRead { #expect(try journal.rows().count == 50) }
        try journal.close()
        #expect(folder.files.hasNoLog())
        let copy = try copyAlone()
        let reader = try SQLiteJournalReader(at: copy.files)
        #expect(try reader.verify(.everything()) == .whole(head: head, checkedRows: 50, erasedTexts: 0))
    }

    @Test func `a journal that lost its log is still a journal, from the first moment on`() throws {
        let journal = try folder.open()
        let begun = try copyAlone()
        #expect(try SQLiteJournalReader(at: begun.files).head() == .empty)
        try journal.append([Sample.entry(1)])
        let later = try copyAlone()
        #expect(try later.open().head() == .empty)
    }

    @Test func `whoever reads while the journal is closed gets rows or is told, and closing waits`() throws {
        for _ in 0..<20 {
            let folder = try TemporaryFolder()
            let journal = try folder.open()
            try journal.append((1...300).map { Sample.entry($0, about: Sample.incident($0), .opens) })
            let answers = Mutex<[JournalError?]>([])
            let (begun, ended) = (DispatchSemaphore(value: 0), DispatchGroup())
            for _ in 0..<3 {
                ended.enter()
                Thread.detachNewThread {
                    begun.signal()
                    let answer = Self.readUntilRefused(journal)
                    answers.withLock { $0.append(answer) }
                    ended.leave()
                }
            }
            for _ in 0..<3 { begun.wait() }
            try journal.close()
            ended.wait()
            let closed = JournalError.closed(path: folder.files.database)
            #expect(answers.withLock { $0 } == [closed, closed, closed])
            #expect(throws: closed) { try journal.append([Sample.entry(1)]) }
            #expect(try folder.open().head().sequence == 300)
        }
    }

    private static func readUntilRefused(_ journal: SQLiteJournal) -> JournalError? {
        do {
            while true {
                guard case .whole = try journal.verify(.everything()) else { return nil }
                try journal.readOpen { _ in }
                _ = try journal.rows(of: Sample.incident(7))
            }
        } catch {
            return error as? JournalError
        }
    }

    @Test func `a long check is cancelled between two thousands of rows`() throws {
        let journal = try folder.open()
        try journal.append((1...3_500).map { Sample.entry($0) })
        var asked = 0
        let check = try journal.verify(
            .everything(),
            isCancelled: {
                asked += 1
                return asked == 2
            })
        #expect(check == .cancelled(after: 2_000))
    }
}
