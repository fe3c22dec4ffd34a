/// The place of a value within a text of JSON, by RFC 6901: `/items/0/name`. The empty pointer is the whole text.
///
///     let pointer = try JSONPointer("/checks/0/status")
///     let status = document.value.value(at: pointer)?.scalarText
public struct JSONPointer: Hashable, Sendable {
    /// Without their escapes.
    let tokens: [String]

    /// - Throws: for a text that is no pointer.
    public init(_ text: String) throws(JSONPointerError) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .noSlash }
        var tokens: [String] = []
        // By bytes, because an accent behind a slash makes another character of it.
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            tokens.append(try Self.unescaped(Array(part)))
        }
        self.tokens = tokens
    }

    /// RFC 6901, 4: `~1` is a slash and `~0` a tilde.
    private static func unescaped(_ part: [UInt8]) throws(JSONPointerError) -> String {
        var bytes: [UInt8] = []
        var rest = part.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: throw .wrongEscape
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a text is no pointer.
public enum JSONPointerError: Error, Hashable, Sendable, CustomStringConvertible {
    case noSlash, wrongEscape

    public var description: String {
        switch self {
        case .noSlash: "a JSON pointer begins with a slash, such as /status"
        case .wrongEscape: "in a JSON pointer a tilde is written ~0 and a slash within a name ~1"
        }
    }
}

extension JSONNode {
    /// The value there; nil where there is none. Of a name that stands twice the last counts.
    public func value(at pointer: JSONPointer) -> JSONNode? {
        var node = self
        for token in pointer.tokens {
            switch node {
            case .object(let object):
                guard let value = object[token] else { return nil }
                node = value
            case .array(let values):
                guard let place = Self.place(token), values.indices.contains(place) else { return nil }
                node = values[place]
            case .null, .bool, .number, .string: return nil
            }
        }
        return node
    }

    /// Digits without needless zeros (RFC 6901, 4). `-`, the place behind the last, never holds a value.
    private static func place(_ token: String) -> Int? {
        let digits = token.utf8
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(token)
    }
}
