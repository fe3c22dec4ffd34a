/// Gathers the bytes of a date or a time.
struct DateWriter {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(32)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// `yyyy-mm-dd`. A year beyond four digits gets a sign and six digits, the expanded form of ISO 8601.
    mutating func append(_ date: CivilDate) {
        let (year, month, day) = date.parts
        if (0...9_999).contains(year) {
            append(year, width: 4)
        } else {
            append(year < 0 ? "-" : "+")
            append(abs(year), width: 6)
        }
        append("-")
        append(month, width: 2)
        append("-")
        append(day, width: 2)
    }

    /// `HH:MM:SS`.
    mutating func append(clock time: JapanTime) {
        append(time.hour, width: 2)
        append(":")
        append(time.minute, width: 2)
        append(":")
        append(time.second, width: 2)
    }

    /// Microseconds (0 to 999,999) as a fraction without zeros at its end; nothing for zero.
    mutating func append(fraction microseconds: Int) {
        guard microseconds > 0 else { return }
        append(".")
        append(microseconds, width: 6)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }

    mutating func append(_ character: Unicode.Scalar) {
        bytes.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    }

    /// A number not below zero, with zeros in front; its lowest `width` digits.
    private mutating func append(_ number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
