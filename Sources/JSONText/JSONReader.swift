/// Reads one text of JSON from front to end, by the grammar of RFC 8259. The depth limit bounds its recursion.
struct JSONReader {
    private let limits: JSONLimits
    private var valueCount = 0
    let bytes: [UInt8]
    /// The next byte to be read.
    var offset = 0
    /// See `JSONDocument.repairs`.
    var repairs = 0

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONNode {
        guard bytes.count <= limits.bytes else { throw fault(.tooLong(limit: limits.bytes), at: limits.bytes) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        skipSpace()
        let value = try value(depth: 0, wanted: .value)
        skipSpace()
        guard offset == bytes.count else { throw expected(.endOfText) }
        return value
    }

    /// The value that starts exactly here. `depth` counts the arrays and objects around it.
    private mutating func value(depth: Int, wanted: JSONError.Expectation) throws(JSONError) -> JSONNode {
        guard let byte = next else { throw expected(wanted) }
        valueCount += 1
        guard valueCount <= limits.values else { throw fault(.tooManyValues(limit: limits.values), at: offset) }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw expected(wanted)
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONNode] {
        guard depth <= limits.depth else { throw fault(.tooDeep(limit: limits.depth), at: offset) }
        offset += 1
        skipSpace()
        if skip(UInt8(ascii: "]")) { return [] }
        var values: [JSONNode] = []
        var wanted = JSONError.Expectation.valueOrEndOfArray
        while true {
            values.append(try value(depth: depth, wanted: wanted))
            skipSpace()
            if skip(UInt8(ascii: "]")) { return values }
            guard skip(UInt8(ascii: ",")) else { throw expected(.commaOrEndOfArray) }
            skipSpace()
            wanted = .value
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= limits.depth else { throw fault(.tooDeep(limit: limits.depth), at: offset) }
        offset += 1
        skipSpace()
        if skip(UInt8(ascii: "}")) { return JSONObject(members: []) }
        var members: [JSONObject.Member] = []
        var wanted = JSONError.Expectation.nameOrEndOfObject
        while true {
            guard next == UInt8(ascii: "\"") else { throw expected(wanted) }
            let name = try string()
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw expected(.colon) }
            skipSpace()
            members.append(JSONObject.Member(name: name, value: try value(depth: depth, wanted: .value)))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return JSONObject(members: members) }
            guard skip(UInt8(ascii: ",")) else { throw expected(.commaOrEndOfObject) }
            skipSpace()
            wanted = .name
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONNode) throws(JSONError) -> JSONNode {
        let end = offset + text.utf8CodeUnitCount
        let matches = text.withUTF8Buffer { wanted in
            end <= bytes.count && bytes[offset..<end].elementsEqual(wanted)
        }
        guard matches else { throw expected(.literal) }
        offset = end
        return value
    }

    /// RFC 8259, section 6: an optional minus, no needless zeros in front, then optionally a fraction and an exponent.
    private mutating func number() throws(JSONError) -> String {
        let start = offset
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        if skip(UInt8(ascii: ".")) { try digits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        let start = offset
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
        guard offset > start else { throw expected(.digit) }
    }
}

extension JSONReader {
    /// The next byte, left where it is; nil at the end.
    var next: UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    mutating func skip(_ wanted: UInt8) -> Bool {
        guard next == wanted else { return false }
        offset += 1
        return true
    }

    mutating func skipSpace() {
        while let byte = next {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset += 1
            default: return
            }
        }
    }

    /// The error that something else stands at the next byte.
    func expected(_ wanted: JSONError.Expectation) -> JSONError {
        fault(.expected(wanted, found: next), at: offset)
    }

    func fault(_ fault: JSONError.Fault, at offset: Int) -> JSONError {
        JSONError(fault, at: offset, in: bytes)
    }
}
