internal import Crypto

/// A SHA-256 value: the hash of a row, or the key of a text.
///
/// Kept as four words, so that a row's hash and digests cost no allocation.
public struct JournalDigest: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// How many bytes a digest has.
    public static let byteCount = 32

    /// Thirty-two zero bytes: the "hash of the row before" of a journal's first row.
    public static let zero = JournalDigest(words: (0, 0, 0, 0))

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The digest that these bytes spell; nil when there are not exactly 32 of them.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        words = (0, 0, 0, 0)
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
    }

    /// The SHA-256 of some bytes.
    public init(of bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        words = (0, 0, 0, 0)
        hash.finalize().withUnsafeBytes { result in
            Swift.withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: result) }
        }
    }

    /// The key under which a text is stored.
    public init(ofText text: [UInt8]) {
        self = text.withUnsafeBytes { JournalDigest(of: $0) }
    }

    /// The digest written as 64 hexadecimal digits, of either case; nil for anything else.
    public init?(hexadecimal: String) {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(ofDigit: digits[position]), let low = Self.value(ofDigit: digits[position + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        guard let digest = bytes.withUnsafeBytes({ JournalDigest(bytes: $0) }) else { return nil }
        self = digest
    }

    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    public static func == (left: JournalDigest, right: JournalDigest) -> Bool {
        left.words == right.words
    }

    public func hash(into hasher: inout Hasher) {
        // A digest is evenly spread already; one word of it is as good as four.
        hasher.combine(words.0)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension JournalDigest: CustomStringConvertible {
    /// Sixty-four lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return withUnsafeBytes { bytes in
            String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        }
    }
}
