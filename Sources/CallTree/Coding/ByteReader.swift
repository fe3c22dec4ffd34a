import ServiceHours

/// Why bytes are not an event that this version knows.
public enum EventCodingError: Error, Hashable, Sendable {
    /// The bytes end in the middle of a value.
    case truncated
    /// A value that no version has written at this place.
    case unknown(field: String, value: Int)
    /// An event kind of a later version.
    case unknownKind(UInt16, version: UInt8)
    /// There is more than the event.
    case trailing
}

/// Reads what `ByteWriter` wrote. Every read is checked: bytes may come from a damaged file.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func byte() throws(EventCodingError) -> UInt8 {
        guard place < bytes.count else { throw .truncated }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() throws(EventCodingError) -> Int {
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

    mutating func instant() throws(EventCodingError) -> Instant {
        Instant(microseconds: Int64(try number()))
    }

    mutating func optionalInstant() throws(EventCodingError) -> Instant? {
        try byte() == 0 ? nil : try instant()
    }

    mutating func text() throws(EventCodingError) -> String {
        let count = try number()
        guard count >= 0, count <= bytes.count - place else { throw .truncated }
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    mutating func list<Element>(
        _ each: (inout ByteReader) throws(EventCodingError) -> Element
    ) throws(EventCodingError) -> [Element] {
        let count = try number()
        // An element takes a byte at least, so that a damaged count cannot ask for the memory of the world.
        guard count >= 0, count <= bytes.count - place else { throw .truncated }
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try each(&self)) }
        return list
    }

    func finish() throws(EventCodingError) {
        if place != bytes.count { throw .trailing }
    }
}
