import EventJournal
import Foundation

/// A folder of a test's own, gone with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var files: JournalFiles { JournalFiles(folder: path) }

    /// A writer without a reserve, which most tests have no use for.
    func open() throws -> SQLiteJournal { try SQLiteJournal(at: files, reserveBytes: 0) }

    func bytes(of path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// What a crash at this moment would leave: the database and its write-ahead log, without the shared memory.
    func copyAfterCrash() throws -> TemporaryFolder {
        let copy = try TemporaryFolder()
        for ending in ["", "-wal"] {
            try copy.write(bytes(of: files.database + ending), to: copy.files.database + ending)
        }
        return copy
    }
}

/// Entries as an engine might write them, without meaning.
enum Sample {
    static func incident(_ id: Int64) -> JournalSubject { JournalSubject(kind: 1, id: id) }

    static func entry(
        _ number: Int64, about subject: JournalSubject? = nil, _ standing: JournalStanding = .continues,
        texts: [String] = []
    ) -> JournalEntry {
        JournalEntry(
            instant: 1_700_000_000_000_000 + number, subject: subject, standing: standing, kind: UInt16(7 + number % 3),
            version: 1, payload: Array("payload \(number)".utf8), texts: texts.map { Array($0.utf8) })
    }

    /// Numbers from a seed, the same on every machine (SplitMix64).
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// A long-lived journal in small: subjects that open, go on, close and open again, all mixed.
    static func history(of count: Int, seed: UInt64) -> [JournalEntry] {
        var chance = Generator(state: seed)
        return (0..<Int64(count)).map { number in
            let subject = Bool.random(using: &chance) ? incident(.random(in: 1...9, using: &chance)) : nil
            let standing = subject == nil ? .continues : JournalStanding.allCases.randomElement(using: &chance)
            let texts = (0..<Int.random(in: 0...2, using: &chance)).map { _ in
                "text \(Int.random(in: 0...20, using: &chance))"
            }
            return entry(number, about: subject, standing ?? .continues, texts: texts)
        }
    }
}

extension JournalReader {
    func openRows() throws -> [JournalRow] {
        var rows: [JournalRow] = []
        try readOpen { rows.append($0) }
        return rows
    }
}
