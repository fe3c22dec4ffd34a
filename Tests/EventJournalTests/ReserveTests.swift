@testable import EventJournal
import Foundation
import Testing

@Suite struct ReserveTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func bytesOnDisk() -> Int {
        var status = stat()
        return stat(folder.files.reserve, &status) == 0 ? Int(status.st_blocks) * 512 : 0
    }

    @Test func `the reserve takes real space, is released and made again`() throws {
        let journal = try SQLiteJournal(at: folder.files, reserveBytes: 1 << 20)
        #expect(journal.reserve == .held(bytes: 1 << 20))
        #expect(bytesOnDisk() >= 1 << 20)
        try journal.releaseReserve()
        #expect(journal.reserve == .released)
        #expect(bytesOnDisk() == 0)
        try journal.releaseReserve()
        #expect(journal.restoreReserve() == .held(bytes: 1 << 20))
        #expect(bytesOnDisk() >= 1 << 20)
    }

    @Test func `a reserve that does not fit leaves the journal working and nothing on the disk`() throws {
        let journal = try SQLiteJournal(at: folder.files, reserveBytes: 1 << 60)
        guard case .missing = journal.reserve else {
            Issue.record("expected no reserve, got \(journal.reserve)")
            return
        }
        #expect(!FileManager.default.fileExists(atPath: folder.files.reserve))
        #expect(try journal.append([Sample.entry(1)]).sequence == 1)
    }

    @Test(arguments: [JournalError.full("rehearsed"), .ioFailed("no space for the shared memory")])
    func `an opening without space gets the reserve, once`(refusal: JournalError) throws {
        #expect(JournalReserve.make(path: folder.files.reserve, bytes: 1 << 20) == .held(bytes: 1 << 20))
        var tries = 0
        let (result, wasReleased) = try JournalReserve.lend(path: folder.files.reserve) { () throws(JournalError) in
            tries += 1
            if bytesOnDisk() > 0 { throw refusal }
            return tries
        }
        #expect(result == 2)
        #expect(wasReleased)

        tries = 0
        #expect(throws: refusal) {
            try JournalReserve.lend(path: folder.files.reserve) { () throws(JournalError) in
                tries += 1
                throw refusal
            }
        }
        #expect(tries == 1, "there was no reserve to give")
    }

    @Test func `an opening that fails otherwise leaves the reserve alone`() throws {
        #expect(JournalReserve.make(path: folder.files.reserve, bytes: 1 << 20) == .held(bytes: 1 << 20))
        let refusal = JournalError.notAJournal(path: "night.sqlite")
        #expect(throws: refusal) {
            try JournalReserve.lend(path: folder.files.reserve) { () throws(JournalError) in throw refusal }
        }
        #expect(bytesOnDisk() >= 1 << 20)
    }

    @Test func `no reserve is made where none is wanted`() throws {
        let journal = try SQLiteJournal(at: folder.files, reserveBytes: 0)
        #expect(journal.reserve == .none)
        #expect(!FileManager.default.fileExists(atPath: folder.files.reserve))
    }
}
