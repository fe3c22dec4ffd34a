/// A JSON text to be written (RFC 8259), as far as a schema needs one: members keep their order.
enum SchemaValue: Hashable, Sendable {
    case flag(Bool)
    case integer(Int)
    case text(String)
    case list([SchemaValue])
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: SchemaValue

        init(_ name: String, _ value: SchemaValue) {
            self.name = name
            self.value = value
        }
    }

    /// The object with further members behind its own; of anything else, the value itself.
    func with(_ members: Member...) -> SchemaValue {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }

    /// Indented for people, without a line end behind it.
    func written(depth: Int = 0) -> String {
        let inner = String(repeating: "  ", count: depth + 1)
        let outer = String(repeating: "  ", count: depth)
        switch self {
        case .flag(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .text(let text): return Self.quoted(text)
        case .list(let values):
            // Lists of words stay on one line.
            if values.allSatisfy(\.isScalar) { return "[" + values.map { $0.written() }.joined(separator: ", ") + "]" }
            return "[\n" + values.map { inner + $0.written(depth: depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let lines = members.map { inner + Self.quoted($0.name) + ": " + $0.value.written(depth: depth + 1) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .flag, .integer, .text: true
        case .list, .object: false
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, SchemaValue)...) {
        self = .object(elements.map { Member($0, $1) })
    }
}
