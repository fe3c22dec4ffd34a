/// Whether the service window is open at an instant, why, and when that changes.
public struct WindowAnswer: Hashable, Sendable {
    public let at: Instant
    public let state: WindowState
    public let reason: WindowReason
    /// The Japanese name, exactly when the reason is a national holiday.
    public let holidayName: String?
    /// True when the reason is a national holiday that rests on an equinox not yet announced.
    public let provisional: Bool
    /// The first change to open strictly after the instant; nil when there is none up to the end of 2099.
    public let nextOpening: Instant?
    /// The first change to closed strictly after the instant; nil when there is none up to the end of 2099.
    public let nextClosing: Instant?
}

public enum WindowState: String, Hashable, Sendable {
    case open, closed
}

/// Why the window is open or closed. When several are true of a day the first in this order is given: `always`,
/// national holiday, Saturday or Sunday, year end, closing day, and for a day that is none of these the hour.
public enum WindowReason: String, Hashable, Sendable, CaseIterable {
    /// The contract has no hours; the window is always open.
    case always
    case nationalHoliday = "national-holiday"
    case saturday
    case sunday
    /// 12/30 to 1/4.
    case yearEnd = "year-end"
    /// A closing day of the company.
    case closingDay = "closing-day"
    /// 17:00 to 9:00 on a day that is not a holiday.
    case weekdayNight = "weekday-night"
    /// 9:00 to 17:00 on a day that is not a holiday: the only time when the window is closed.
    case weekdayDay = "weekday-day"
}

/// Why the hours have no answer.
public enum HoursError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The Act on National Holidays says nothing before its first day, and equinoxes are not calculated after 2099.
    case outsideCalendar(Instant)

    public var description: String {
        switch self {
        case .outsideCalendar(let instant):
            """
            \(instant) lies outside the days that the calendar knows, \(HolidayCalendar.dates.lowerBound) to \
            \(HolidayCalendar.dates.upperBound) in Japan time; check the clock or the time given
            """
        }
    }
}
