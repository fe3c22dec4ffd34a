/// Why bytes are not a text of JSON, and where. The description never repeats more of the text than one character.
public struct JSONError: Error, Hashable, Sendable {
    public enum Fault: Hashable, Sendable {
        /// Something else stands here; nil when the text ends here.
        case expected(Expectation, found: UInt8?)
        case tooDeep(limit: Int)
        case tooManyValues(limit: Int)
        case tooLong(limit: Int)
    }

    /// What the grammar of RFC 8259 allows at a place.
    public enum Expectation: String, Hashable, Sendable {
        case value = "a value"
        case valueOrEndOfArray = "a value or ]"
        case commaOrEndOfArray = "a comma or ]"
        case name = "a name in quotes"
        case nameOrEndOfObject = "a name in quotes or }"
        case colon = "a colon"
        case commaOrEndOfObject = "a comma or }"
        case endOfString = "the closing quote of a string"
        case escape = "one of \" \\ / b f n r t u after a backslash"
        case hexDigit = "four hexadecimal digits after \\u"
        case literal = "true, false or null"
        case digit = "a digit"
        case endOfText = "the end of the text"
    }

    public let fault: Fault
    /// Bytes before the fault.
    public let offset: Int
    /// Counted from 1; a line ends with a line feed.
    public let line: Int
    /// Counted from 1 in characters (Unicode scalars), as an editor counts them.
    public let column: Int

    init(_ fault: Fault, at offset: Int, in bytes: [UInt8]) {
        self.fault = fault
        self.offset = offset
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        "line \(line), column \(column) (byte \(offset)): \(fault)"
    }
}

extension JSONError.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expected(let wanted, found: nil):
            "\(wanted.rawValue) is wanted, but the text ends"
        case .expected(let wanted, found: .some(let byte)):
            "\(wanted.rawValue) is wanted, but \(Self.name(of: byte)) stands here"
        case .tooDeep(let limit):
            "more than \(limit) arrays and objects lie inside each other"
        case .tooManyValues(let limit):
            "there are more than \(limit) values"
        case .tooLong(let limit):
            "the text is longer than \(limit) bytes"
        }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: String(UnicodeScalar(byte))
        default: "the byte 0x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
