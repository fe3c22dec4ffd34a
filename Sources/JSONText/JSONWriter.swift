/// Writes JSON texts (RFC 8259), compact on one line or indented for people.
///
/// Every text of the result is safe to show in a terminal and to put into a page: control characters, the line ends
/// U+2028 and U+2029, and the characters that turn the direction of writing are written as `\u` escapes, which read back
/// as the same text. For several texts, one a line, write each and then `newline()`.
public struct JSONWriter: Sendable {
    public enum Style: Hashable, Sendable {
        case compact, pretty
    }

    private let style: Style
    private var bytes: [UInt8] = []
    private var depth = 0

    public init(_ style: Style = .compact) {
        self.style = style
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .integer(let number): append(number.description)
        case .double(let number): append(number.isFinite ? number.description : "null")
        case .string(let text): write(text)
        case .array(let elements):
            bracketed("[", "]", count: elements.count) { writer, index in writer.write(elements[index]) }
        case .object(let members):
            bracketed("{", "}", count: members.count) { writer, index in
                writer.write(members[index].name)
                writer.append(writer.style == .pretty ? ": " : ":")
                writer.write(members[index].value)
            }
        }
    }

    /// Ends a line, for JSON Lines.
    public mutating func newline() {
        append("\n")
    }

    private mutating func bracketed(
        _ open: String, _ close: String, count: Int, element: (inout JSONWriter, Int) -> Void
    ) {
        append(open)
        depth += 1
        for index in 0..<count {
            if index > 0 { append(",") }
            indent()
            element(&self, index)
        }
        depth -= 1
        if count > 0 { indent() }
        append(close)
    }

    private mutating func indent() {
        guard style == .pretty else { return }
        append("\n")
        for _ in 0..<depth { append("  ") }
    }

    private mutating func write(_ text: String) {
        append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case _ where scalar.isUnseen: appendEscape(scalar)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        append("\"")
    }

    /// `\u` and four hexadecimal digits; all unseen characters lie in the first plane.
    private mutating func appendEscape(_ scalar: Unicode.Scalar) {
        append("\\u")
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(scalar.value >> UInt32(shift) & 0xF)
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
