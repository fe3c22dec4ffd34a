/// A JSON text (RFC 8259) to be written: members keep the order in which they are given.
///
///     JSONValue.object(["incident": 12, "end": nil, "openedAt": .instant(opened)]).text(.compact)
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Written with as many digits as tell it from its neighbours; what is no number becomes `null`.
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// `null` for none.
    public static func text(_ text: String?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }

    /// `null` for none.
    public static func number(_ number: Int?) -> JSONValue {
        number.map { .integer($0) } ?? .null
    }

    public func text(_ style: JSONWriter.Style = .compact) -> String {
        var writer = JSONWriter(style)
        writer.write(self)
        return writer.text
    }
}

/// One name and its value in a JSON object.
public struct JSONMember: Hashable, Sendable {
    public let name: String
    public let value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember($0, $1) })
    }
    public init(nilLiteral: ()) { self = .null }
}
