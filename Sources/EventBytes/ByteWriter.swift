public import ServiceHours

/// Writes the compact form of events.
///
/// Integers are variable-length (LEB128: seven bits a byte, the lowest first, the top bit set on all but the last);
/// signed ones are folded first (0, -1, 1, -2 ... become 0, 1, 2, 3 ...). Texts are their length in bytes and UTF-8.
public struct ByteWriter {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    public mutating func write(_ number: Int) {
        write(folded: UInt64(bitPattern: Int64(number) << 1) ^ UInt64(bitPattern: Int64(number) >> 63))
    }

    public mutating func write(_ flag: Bool) {
        write(byte: flag ? 1 : 0)
    }

    public mutating func write(_ instant: Instant) {
        write(Int(instant.microseconds))
    }

    public mutating func write(_ instant: Instant?) {
        write(byte: instant == nil ? 0 : 1)
        if let instant { write(instant) }
    }

    public mutating func write(_ span: Span) {
        write(Int(span.microseconds))
    }

    public mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    public mutating func write(_ text: String?) {
        write(byte: text == nil ? 0 : 1)
        if let text { write(text) }
    }

    /// A case by its place among all cases; new cases are added at the end of the enum.
    @inlinable
    public mutating func write<Value: CaseIterable & Equatable>(code value: Value) {
        var place: UInt8 = 0
        for other in Value.allCases {
            if other == value { break }
            place += 1
        }
        write(byte: place)
    }

    @inlinable
    public mutating func write<Element>(_ list: [Element], _ each: (inout ByteWriter, Element) -> Void) {
        write(list.count)
        for element in list { each(&self, element) }
    }

    private mutating func write(folded: UInt64) {
        var rest = folded
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
