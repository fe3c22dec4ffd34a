import Foundation
import ServiceHours

/// The wall clock of this machine. Only the composition root reads it; all else is handed instants.
enum RealClock {
    static func now() -> Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }
}

extension HolidayCalendar {
    /// The national holidays as known today: the equinox days of next year are announced each February.
    static func current(table: HolidayTable? = nil) -> HolidayCalendar {
        HolidayCalendar(announcedThrough: RealClock.now().japanTime.date.year + 1, table: table)
    }
}
