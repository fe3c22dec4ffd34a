/// A value of JSON (RFC 8259), as it stood in the text.
///
/// Webhooks have foreign and changing shapes, so they are read into this tree and then looked into field by field,
/// rather than decoded into one expected type that a single odd field would spoil. Read it with `JSONDocument`.
public enum JSONNode: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The source text of a number, such as `-1.5e3`. It may have any length: it is the reader's business whether it
    /// fits an `Int`, so no number can trap or lose digits here.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object(JSONObject)

    /// The text of a string; nil for every other value.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var array: [JSONNode]? {
        if case .array(let values) = self { values } else { nil }
    }

    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The text of a string, a number or a truth value; nil for null and for what holds other values.
    public var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

/// The members of an object, in the order of the text.
///
/// RFC 8259, section 4, leaves open what a repeated name means. Here, as in most readers, the last one wins; whoever
/// must not be fooled by a repetition asks `values(named:)`.
public struct JSONObject: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSONNode
        public init(name: String, value: JSONNode) {
            self.name = name
            self.value = value
        }
    }

    public let members: [Member]

    public init(members: [Member]) {
        self.members = members
    }

    /// The value of the last member with this name. Looks through all members: meant for a few questions an object.
    public subscript(name: String) -> JSONNode? {
        members.last { $0.name.isSame(as: name) }?.value
    }

    /// The values of all members with this name, in order.
    public func values(named name: String) -> [JSONNode] {
        members.lazy.filter { $0.name.isSame(as: name) }.map(\.value)
    }
}

extension String {
    /// Whether both are the same bytes, as RFC 8259, section 8.3, compares names.
    ///
    /// `==` also finds texts alike that write one character in two ways. For that it sorts the accents of a character,
    /// and with a hundred thousand of them on one it takes minutes: no text from outside may be compared so before it
    /// has been cut to length, nor be a key of a dictionary.
    public func isSame(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
