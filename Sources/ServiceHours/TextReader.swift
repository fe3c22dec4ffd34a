/// Reads a text byte by byte from the front. Digits are the ASCII ones alone.
struct TextReader {
    private var rest: Substring.UTF8View
    /// How many bytes have been read.
    private(set) var offset = 0

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next byte, left where it is.
    var next: UInt8? { rest.first }

    /// Steps over the character if it comes next, and says whether it did.
    mutating func skip(_ wanted: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == wanted.value else { return false }
        advance()
        return true
    }

    /// Exactly so many digits (at most 9) as a number; otherwise nil, standing at the byte that is no digit.
    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// The next digit, if one comes next.
    mutating func digit() -> Int? {
        guard let byte = rest.first, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        advance()
        return Int(byte - UInt8(ascii: "0"))
    }

    private mutating func advance() {
        rest.removeFirst()
        offset += 1
    }
}
