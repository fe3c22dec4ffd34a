@testable import EventJournal
import Testing

@Suite struct CheckpointTests {
    /// Rows around the second checkpoint, made once for all claims.
    private let folder: TemporaryFolder
    private let journal: SQLiteJournal
    private static let count: Int64 = 20_300

    init() throws {
        folder = try TemporaryFolder()
        journal = try folder.open()
        try journal.append((1...Self.count).map { Sample.entry($0) })
    }

    @Test func `a start checks the rows since the last checkpoint only`() throws {
        #expect(
            try journal.verify(.sinceLastCheckpoint)
                == .whole(head: journal.head(), checkedRows: 300, erasedTexts: 0))
        var reached: [Int64] = []
        #expect(
            try journal.verify(.everything(), progress: { reached.append($0) })
                == .whole(head: journal.head(), checkedRows: Self.count, erasedTexts: 0))
        #expect(reached == Array(stride(from: 1_000, through: 20_000, by: 1_000)))

        try journal.tamper("UPDATE rows SET version = 9 WHERE sequence = 500")
        #expect(
            try journal.verify(.sinceLastCheckpoint)
                == .whole(head: journal.head(), checkedRows: 300, erasedTexts: 0))
        #expect(try journal.verify(.everything()) == .broken(at: 500, .hashDiffers))

        try journal.tamper("UPDATE rows SET version = 9 WHERE sequence = 20200")
        #expect(try journal.verify(.sinceLastCheckpoint) == .broken(at: 20_200, .hashDiffers))
    }

    @Test func `a checkpoint that was changed is found by both checks`() throws {
        try journal.tamper("UPDATE checkpoints SET hash = zeroblob(32)")
        #expect(try journal.verify(.sinceLastCheckpoint) == .broken(at: 20_000, .checkpointDiffers))
        #expect(try journal.verify(.everything()) == .broken(at: 10_000, .checkpointDiffers))
    }

    @Test func `a checkpoint that was removed is found by the whole check`() throws {
        try journal.tamper("DELETE FROM checkpoints WHERE sequence = 10000")
        #expect(try journal.verify(.everything()) == .broken(at: 10_000, .checkpointDiffers))
    }

    @Test func `a tail cut before the last checkpoint is found without a noted head`() throws {
        try journal.tamper("DELETE FROM rows WHERE sequence > 19990")
        #expect(try journal.verify(.sinceLastCheckpoint) == .broken(at: 20_000, .missing))
        #expect(try journal.verify(.everything()) == .broken(at: 19_991, .missing))
    }
}
