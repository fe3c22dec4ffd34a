/// A day of the proleptic Gregorian calendar, without a time or a place.
///
/// It is stored as the number of days since 1970-01-01, so a date that does not exist cannot be written. The calendar
/// covers the days in which an `Instant` can lie (some 292,000 years either way); a day number beyond is brought back
/// to the nearest end, so that no value from outside can trap.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public let daysSinceEpoch: Int

    /// The days in which an `Instant` can lie, with one to spare for the offset of Japan time.
    private static let possibleDays = -106_751_993...106_751_993

    public init(daysSinceEpoch: Int) {
        let days = Self.possibleDays
        self.daysSinceEpoch = min(max(daysSinceEpoch, days.lowerBound), days.upperBound)
    }

    /// The date with these parts; nil when there is no such day, such as 2026-02-29, or it lies beyond the calendar.
    public init?(year: Int, month: Int, day: Int) {
        guard (-292_000...292_000).contains(year), (1...12).contains(month),
            (1...Self.dayCount(year: year, month: month)).contains(day)
        else { return nil }
        self.init(year: year, month: month, existingDay: day)
    }

    /// Reads `yyyy-mm-dd`, years 0000 to 9999; nil when the text is anything else or there is no such day.
    public init?(iso text: String) {
        var reader = TextReader(text)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// For parts known to name a day. The year is taken to begin in March, so that the leap day is its last, and
    /// the calendar repeats every 400 years, an era of 146,097 days.
    init(year: Int, month: Int, existingDay day: Int) {
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear.floorDivided(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: era * 146_097 + dayOfEra - Self.daysFromYearZeroToEpoch)
    }

    public var year: Int { parts.year }
    /// 1 to 12.
    public var month: Int { parts.month }
    /// 1 to 31.
    public var day: Int { parts.day }

    /// Year, month and day in one calculation.
    public var parts: (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + Self.daysFromYearZeroToEpoch
        let era = days.floorDivided(by: 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = daysSinceEpoch + 4
        switch index - index.floorDivided(by: 7) * 7 {
        case 0: return .sunday
        case 1: return .monday
        case 2: return .tuesday
        case 3: return .wednesday
        case 4: return .thursday
        case 5: return .friday
        default: return .saturday
        }
    }

    /// The date so many days later, or earlier when negative.
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
        return CivilDate(daysSinceEpoch: overflow ? (days < 0 ? .min : .max) : sum)
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// The number of days in a month of 1 to 12.
    static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// From 0000-03-01 to 1970-01-01.
    private static let daysFromYearZeroToEpoch = 719_468
}

extension CivilDate: CustomStringConvertible {
    /// `yyyy-mm-dd`.
    public var description: String {
        var writer = DateWriter()
        writer.append(self)
        return writer.text
    }
}

extension FixedWidthInteger {
    /// The quotient rounded down, also for numbers below zero.
    func floorDivided(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
