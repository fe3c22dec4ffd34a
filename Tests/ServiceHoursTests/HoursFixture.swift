import Glibc
import ServiceHours
import Testing

/// The tables in `Fixtures/Hours`: UTF-8, a row a line; empty lines and lines that begin with `#` are left out.
enum HoursFixture {
    static func rows(of name: String, filePath: String = #filePath) throws -> [String] {
        try text(of: name, filePath: filePath).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    static func cells(of row: String) -> [String] {
        row.split(separator: "|", omittingEmptySubsequences: false).map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// An instant written as Japan time without its offset; nil for `-`.
    static func instant(_ cell: String) throws -> Instant? {
        cell == "-" ? nil : try Instant(rfc3339: cell + "+09:00")
    }

    private static func text(of name: String, filePath: String) throws -> String {
        let root = filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(root)/Fixtures/Hours/\(name)"
        let file = try #require(fopen(path, "r"), "\(path) cannot be opened")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A small generator with a seed (SplitMix64), so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
