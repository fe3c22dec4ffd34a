public import ServiceHours

/// Reads what `ByteWriter` wrote. Every read is checked: bytes may come from a damaged file.
public struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public mutating func byte() throws(EventCodingError) -> UInt8 {
        guard place < bytes.count else { throw .truncated }
        defer { place += 1 }
        return bytes[place]
    }

    public mutating func number() throws(EventCodingError) -> Int {
        var folded: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 64 else { throw .unknown(field: "integer", value: Int(next)) }
            folded |= UInt64(next & 0x7F) << shift
            if next < 0x80 { break }
            shift += 7
        }
        return Int(Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1))
    }

    public mutating func instant() throws(EventCodingError) -> Instant {
        Instant(microseconds: Int64(try number()))
    }

    public mutating func optionalInstant() throws(EventCodingError) -> Instant? {
        try byte() == 0 ? nil : try instant()
    }

    public mutating func text() throws(EventCodingError) -> String {
        let count = try number()
        guard count >= 0, count <= bytes.count - place else { throw .truncated }
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    @inlinable
    public mutating func list<Element>(
        _ each: (inout ByteReader) throws(EventCodingError) -> Element
    ) throws(EventCodingError) -> [Element] {
        let count = try count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try each(&self)) }
        return list
    }

    /// An element takes a byte at least, so that a damaged count cannot ask for the memory of the world.
    @usableFromInline
    mutating func count() throws(EventCodingError) -> Int {
        let count = try number()
        guard count >= 0, count <= bytes.count - place else { throw .truncated }
        return count
    }

    public mutating func flag() throws(EventCodingError) -> Bool { try byte() != 0 }

    public mutating func span() throws(EventCodingError) -> Span { Span(microseconds: Int64(try number())) }

    public mutating func optionalText() throws(EventCodingError) -> String? { try byte() == 0 ? nil : try text() }

    @inlinable
    public mutating func code<Value: CaseIterable & Equatable>(_ field: String) throws(EventCodingError) -> Value {
        let code = Int(try byte())
        let cases = Array(Value.allCases)
        guard cases.indices.contains(code) else { throw .unknown(field: field, value: code) }
        return cases[code]
    }

    public func finish() throws(EventCodingError) {
        if place != bytes.count { throw .trailing }
    }
}
