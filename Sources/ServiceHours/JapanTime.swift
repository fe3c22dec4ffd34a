/// The date and the time of day in Japan: UTC plus nine hours, always.
///
/// The summer time of 1948 to 1951 is left out on purpose: the service terms know one Japan time.
public struct JapanTime: Hashable, Sendable {
    public let date: CivilDate
    /// Microseconds since midnight, from 0 to below 86,400,000,000.
    public let microsecondOfDay: Int64

    static let microsecondsPerDay: Int64 = 86_400_000_000
    static let offset = Span.hours(9)

    init(_ instant: Instant) {
        let utcDay = instant.microseconds.floorDivided(by: Self.microsecondsPerDay)
        // The remainder by subtraction would overflow near the ends of the range.
        let remainder = instant.microseconds % Self.microsecondsPerDay
        let utcOfDay = remainder < 0 ? remainder + Self.microsecondsPerDay : remainder
        let ofDay = utcOfDay + Self.offset.microseconds
        let isNextDay = ofDay >= Self.microsecondsPerDay
        date = CivilDate(daysSinceEpoch: Int(utcDay) + (isNextDay ? 1 : 0))
        microsecondOfDay = isNextDay ? ofDay - Self.microsecondsPerDay : ofDay
    }

    /// 0 to 23.
    public var hour: Int { Int(microsecondOfDay / 3_600_000_000) }
    /// 0 to 59.
    public var minute: Int { Int(microsecondOfDay / 60_000_000 % 60) }
    /// 0 to 59.
    public var second: Int { Int(microsecondOfDay / 1_000_000 % 60) }
    /// 0 to 999,999.
    public var microsecond: Int { Int(microsecondOfDay % 1_000_000) }

    /// `HH:MM:SS`; the fraction is left out.
    public var clock: String {
        var writer = DateWriter()
        writer.append(clock: self)
        return writer.text
    }

    /// `yyyy-mm-dd HH:MM:SS`; the fraction is left out.
    public var dateAndClock: String {
        var writer = DateWriter()
        writer.append(date)
        writer.append(" ")
        writer.append(clock: self)
        return writer.text
    }
}

extension Instant {
    /// What calendars and clocks in Japan show at this instant.
    public var japanTime: JapanTime { JapanTime(self) }

    /// This instant as RFC 3339 at +09:00; a fraction only when there is one.
    ///
    /// RFC 3339 ends with the year 9999. An instant beyond the years 0000 to 9999 is written with a signed year of six
    /// digits, so that it can be told apart, and cannot be read again.
    public var rfc3339: String {
        let time = japanTime
        var writer = DateWriter()
        writer.append(time.date)
        writer.append("T")
        writer.append(clock: time)
        writer.append(fraction: time.microsecond)
        for scalar in "+09:00".unicodeScalars { writer.append(scalar) }
        return writer.text
    }
}

extension Instant: CustomStringConvertible {
    public var description: String { rfc3339 }
}

extension CivilDate {
    /// Midnight in Japan, the first instant of this day; add a `Span` for a later one.
    public var startInJapan: Instant {
        let (product, overflow) = Int64(daysSinceEpoch).multipliedReportingOverflow(by: JapanTime.microsecondsPerDay)
        let midnightUTC = Instant(microseconds: overflow ? (daysSinceEpoch < 0 ? .min : .max) : product)
        return midnightUTC - JapanTime.offset
    }
}
