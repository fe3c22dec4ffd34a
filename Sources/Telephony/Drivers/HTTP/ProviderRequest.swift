internal import CallTree
public import JSONText
internal import ServiceHours
public import WebTransfer

/// A request as a site writes it, with placeholders such as `{number}` in its address and its body.
///
/// A value is put in by the rules of the place where it stands: percent-encoded in an address (RFC 3986, 2.1), as a text of
/// its own in JSON, encoded in a form. So no value can become anything else than a value.
public struct ProviderRequest: Hashable, Sendable {
    public enum Body: Hashable, Sendable {
        case none
        case json(JSONValue)
        case form([Pair])
    }

    public struct Pair: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public let method: HTTPMethod
    public let address: String
    public let body: Body

    public init(_ method: HTTPMethod, _ address: String, _ body: Body = .none) {
        self.method = method
        self.address = address
        self.body = body
    }

    /// - Parameter values: by the names of the placeholders; what has no value stays as it is written.
    /// - Throws: when the address cannot be used with them.
    func filled(_ values: [String: String]) throws(TransferError) -> HTTPRequest {
        let address = try WebAddress(Self.fill(self.address) { values[$0].map(Self.percentEncoded) })
        switch body {
        case .none: return HTTPRequest(method, address)
        case .json(let value):
            let text = Self.fill(value, values).text()
            return HTTPRequest(
                method, address, fields: ["Content-Type": "application/json; charset=utf-8"], body: Array(text.utf8))
        case .form(let pairs):
            var form = WebForm()
            for pair in pairs { form.add(pair.name, Self.fill(pair.value) { values[$0] }) }
            return HTTPRequest(method, address, form: form)
        }
    }

    private static func fill(_ value: JSONValue, _ values: [String: String]) -> JSONValue {
        switch value {
        case .null, .bool, .integer, .double: value
        // Seconds are a number where they stand alone.
        case .string("{ringSeconds}"): values["ringSeconds"].flatMap { Int($0) }.map { .integer($0) } ?? value
        case .string(let text): .string(fill(text) { values[$0] })
        case .array(let items): .array(items.map { fill($0, values) })
        case .object(let members): .object(members.map { JSONMember($0.name, fill($0.value, values)) })
        }
    }

    /// Each `{name}` of which there is a value is exchanged for it; a value is not looked at again.
    static func fill(_ text: String, _ value: (String) -> String?) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            let behind = rest[rest.index(after: open)...]
            guard let close = behind.firstIndex(of: "}"), let found = value(String(behind[..<close])) else {
                filled += "{"
                rest = behind
                continue
            }
            filled += found
            rest = behind[behind.index(after: close)...]
        }
        return filled + rest
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
