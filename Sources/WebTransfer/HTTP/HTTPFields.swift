/// Header fields in their order. Names are compared without regard to case; a field may come several times.
///
///     var fields: HTTPFields = ["Accept": "application/json"]
///     fields.add("X-Alert", "disk")
///     fields["x-alert"]  // "disk"
public struct HTTPFields: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    public private(set) var all: [Field] = []

    public init() {}

    public mutating func add(_ name: String, _ value: String) {
        all.append(Field(name: name, value: value))
    }

    /// The first value under this name.
    public subscript(name: String) -> String? { values(of: name).first }

    public func values(of name: String) -> [String] {
        let lowercased = name.lowercased()
        return all.filter { $0.name.lowercased() == lowercased }.map(\.value)
    }

    /// Why they cannot be sent; nil when they can.
    ///
    /// A line end in a value would begin a field, or a request, of an attacker's choosing (RFC 9110, 5.5). The names
    /// that frame a message belong to libcurl alone: a second opinion on where a body ends is how requests are
    /// smuggled (RFC 9112, 11.2).
    var refusal: String? {
        for field in all {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else {
                return "the name of a header field is empty or holds a character not allowed"
            }
            if ["content-length", "transfer-encoding", "host", "connection", "expect", "te", "trailer", "upgrade"]
                .contains(field.name.lowercased())
            {
                return "the header field \(field.name) is written by the engine itself; leave it out"
            }
            if field.value.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
                return "the value of the header field \(field.name) holds a line end or another control character"
            }
        }
        return nil
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}

extension HTTPFields: CustomStringConvertible, CustomReflectable {
    /// Names alone: a value may be a credential.
    public var description: String { "[" + all.map(\.name).joined(separator: ", ") + "]" }
    public var customMirror: Mirror { Mirror(self, children: ["names": all.map(\.name)]) }
}
