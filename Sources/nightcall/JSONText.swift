/// Writes the JSON of the commands, with the keys in the order given.
enum JSONText {
    /// A value of one field.
    enum Value {
        case string(String)
        case bool(Bool)
        case number(Int)
        case null
        case array([Value])
        case object([(key: String, value: Value)])

        /// A string, or null for nil.
        static func optional(_ text: String?) -> Value {
            text.map(Value.string) ?? .null
        }
    }

    /// One line, without a line break at its end.
    static func object(_ fields: [(key: String, value: Value)]) -> String {
        "{" + fields.map { "\(quoted($0.key)):\(text(of: $0.value))" }.joined(separator: ",") + "}"
    }

    /// Any value on one line.
    static func text(of value: Value) -> String {
        switch value {
        case .string(let string): quoted(string)
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): String(number)
        case .null: "null"
        case .array(let values): "[" + values.map(text).joined(separator: ",") + "]"
        case .object(let fields): object(fields)
        }
    }

    /// A string by RFC 8259, section 7: quotation mark, reverse solidus and the control characters are escaped.
    static func quoted(_ string: String) -> String {
        var quoted = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
