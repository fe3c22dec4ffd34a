/// Names and values of a form or a query, in their order (`application/x-www-form-urlencoded`, WHATWG URL, 5.1).
///
///     FormFields("CallSid=CA1&Digits=1")["Digits"]  // "1"
public struct FormFields: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// More than any provider sends; the rest is left out.
    static let limit = 200

    public let all: [Field]

    /// Reads whatever it is given: what is no form has odd names.
    public init(_ text: String) {
        all = text.utf8.split(separator: UInt8(ascii: "&")).prefix(Self.limit).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Field(name: Self.decoded(parts[0]), value: parts.count == 2 ? Self.decoded(parts[1]) : "")
        }
    }

    public subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// A percent sign without two digits behind it stands for itself.
    private static func decoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
                if digits.count == 2 {
                    bytes.append(UInt8(digits[0] << 4 | digits[1]))
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
