import Glibc
import ServiceHours

/// The wall clock of this machine. Only the composition root reads it; all else is handed instants.
enum RealClock {
    static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

extension HolidayCalendar {
    /// The national holidays as known today: the equinox days of next year are announced each February.
    static func current(table: HolidayTable? = nil) -> HolidayCalendar {
        HolidayCalendar(announcedThrough: RealClock.now().japanTime.date.year + 1, table: table)
    }
}
