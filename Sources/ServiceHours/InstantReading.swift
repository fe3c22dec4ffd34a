extension Instant {
    /// Reads an instant in the form of RFC 3339, section 5.6, such as `2026-11-23T09:00:00+09:00`.
    ///
    /// - Any offset, or `Z`; `t`, `z` and one space in place of `T` are taken too. An offset must be there.
    /// - Years 0000 to 9999; hour 24 is refused.
    /// - A fraction may have any length; what is finer than a microsecond is cut off.
    /// - Second 60, a leap second, is the last microsecond of second 59, so that it never falls into the next minute:
    ///   at 08:59:60 the window is still open. It is taken in any minute, with or without a fraction.
    ///
    /// Throws: one `InstantError` for the first thing that is wrong, whatever the text.
    public init(rfc3339 text: String) throws(InstantError) {
        var reader = RFC3339Reader(text)
        let date = try reader.date()
        try reader.separator()
        let ofDay = try reader.microsecondOfDay()
        let offset = try reader.offset()
        try reader.end()
        // Nothing here can overflow: the largest year has four digits.
        let midnight = Int64(date.daysSinceEpoch) * JapanTime.microsecondsPerDay
        self.init(microseconds: midnight + ofDay - offset)
    }
}

/// The parts of an RFC 3339 text, in order.
private struct RFC3339Reader {
    private var reader: TextReader

    init(_ text: String) {
        reader = TextReader(text)
    }

    mutating func date() throws(InstantError) -> CivilDate {
        if reader.isAtEnd { throw .empty }
        let year = try number(4, .year)
        try expect("-")
        let month = try number(2, .month)
        try expect("-")
        let day = try number(2, .day)
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw .noSuchDay(year: year, month: month, day: day)
        }
        return date
    }

    mutating func separator() throws(InstantError) {
        guard reader.skip("T") || reader.skip("t") || reader.skip(" ") else {
            throw .unexpected(byte: reader.offset + 1, wanted: "T and the time of day")
        }
    }

    mutating func microsecondOfDay() throws(InstantError) -> Int64 {
        let hour = try number(2, .hour)
        try expect(":")
        let minute = try number(2, .minute)
        try expect(":")
        let second = try number(2, .second)
        let fraction = try fractionMicroseconds()
        let wholeMinutes = Int64(hour * 60 + minute) * 60_000_000
        return wholeMinutes + (second == 60 ? 59_999_999 : Int64(second) * 1_000_000 + fraction)
    }

    /// The offset from UTC in microseconds, positive east of it.
    mutating func offset() throws(InstantError) -> Int64 {
        if reader.isAtEnd { throw .missingOffset }
        if reader.skip("Z") || reader.skip("z") { return 0 }
        let isEast = reader.skip("+")
        guard isEast || reader.skip("-") else {
            throw .unexpected(byte: reader.offset + 1, wanted: "an offset, Z or +09:00")
        }
        let hour = try number(2, .offsetHour)
        try expect(":")
        let minute = try number(2, .offsetMinute)
        let offset = Int64(hour * 60 + minute) * 60_000_000
        return isEast ? offset : -offset
    }

    func end() throws(InstantError) {
        guard reader.isAtEnd else { throw .unexpected(byte: reader.offset + 1, wanted: "the end") }
    }

    private mutating func fractionMicroseconds() throws(InstantError) -> Int64 {
        guard reader.skip(".") else { return 0 }
        guard var microseconds = reader.digit() else {
            throw .unexpected(byte: reader.offset + 1, wanted: "a digit of the fraction")
        }
        var digitCount = 1
        while let digit = reader.digit() {
            guard digitCount < 6 else { continue }
            microseconds = microseconds * 10 + digit
            digitCount += 1
        }
        while digitCount < 6 {
            microseconds *= 10
            digitCount += 1
        }
        return Int64(microseconds)
    }

    private mutating func number(_ digits: Int, _ field: InstantError.Field) throws(InstantError) -> Int {
        guard let value = reader.digits(digits) else {
            throw .unexpected(byte: reader.offset + 1, wanted: "a digit of the \(field.rawValue)")
        }
        guard field.range.contains(value) else { throw .outOfRange(field, value) }
        return value
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(InstantError) {
        guard reader.skip(character) else {
            throw .unexpected(byte: reader.offset + 1, wanted: "\"\(character)\"")
        }
    }
}
