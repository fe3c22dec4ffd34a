/// The service window of one contract (R5): its rules laid over the national holidays.
///
/// The window is closed from 09:00:00 (included) to 17:00:00 (excluded) Japan time on a day that is not a holiday, and
/// open at any other time.
///
///     let calendar = ServiceCalendar(rules: HoursRules(), holidays: HolidayCalendar(announcedThrough: 2027))
///     calendar.answer(at: now)
public struct ServiceCalendar: Equatable, Sendable {
    public let rules: HoursRules
    public let holidays: HolidayCalendar

    public init(rules: HoursRules, holidays: HolidayCalendar) {
        self.rules = rules
        self.holidays = holidays
    }

    /// Whether the window is open at the instant, with all that can be said of it; an error outside the calendar.
    public func answer(at instant: Instant) -> Result<WindowAnswer, HoursError> {
        let time = instant.japanTime
        guard HolidayCalendar.dates.contains(time.date) else { return .failure(.outsideCalendar(instant)) }
        let reason = reason(at: time)
        let holiday = reason == .nationalHoliday ? holidays.holiday(on: time.date) : nil
        let state = Self.state(for: reason)
        let changes = nextChanges(after: time, state: state)
        return .success(
            WindowAnswer(
                at: instant, state: state, reason: reason, holidayName: holiday?.name,
                provisional: holiday?.provisional ?? false, nextOpening: changes.opening, nextClosing: changes.closing))
    }

    /// As `answer(at:)`, only quicker: true when open; nil outside the calendar.
    public func isOpen(at instant: Instant) -> Bool? {
        let time = instant.japanTime
        guard HolidayCalendar.dates.contains(time.date) else { return nil }
        return Self.state(for: reason(at: time)) == .open
    }

    private func reason(at time: JapanTime) -> WindowReason {
        if rules.always { return .always }
        if let holiday = holidayReason(on: time.date) { return holiday }
        return Self.closedHours.contains(time.microsecondOfDay) ? .weekdayDay : .weekdayNight
    }

    private static func state(for reason: WindowReason) -> WindowState {
        switch reason {
        case .always, .nationalHoliday, .saturday, .sunday, .yearEnd, .closingDay, .weekdayNight: .open
        case .weekdayDay: .closed
        }
    }

    /// Why the day is a holiday for this contract; nil when it is a working day.
    private func holidayReason(on date: CivilDate) -> WindowReason? {
        if rules.nationalHolidays && holidays.isHoliday(date) { return .nationalHoliday }
        if rules.weekends {
            switch date.weekday {
            case .saturday: return .saturday
            case .sunday: return .sunday
            case .monday, .tuesday, .wednesday, .thursday, .friday: break
            }
        }
        if rules.yearEnd && Self.isYearEnd(date) { return .yearEnd }
        if isClosingDay(date) { return .closingDay }
        return nil
    }

    /// The window changes on working days alone: it closes at 9:00 and opens at 17:00.
    private func nextChanges(after time: JapanTime, state: WindowState) -> (opening: Instant?, closing: Instant?) {
        if rules.always { return (nil, nil) }
        if state == .closed {
            return (Self.opening(on: time.date), nextWorkingDay(after: time.date).map(Self.closing))
        }
        let closesToday = time.microsecondOfDay < Self.closedHours.lowerBound && holidayReason(on: time.date) == nil
        guard let day = closesToday ? time.date : nextWorkingDay(after: time.date) else { return (nil, nil) }
        return (Self.opening(on: day), Self.closing(on: day))
    }

    /// The search ends with the calendar: a contract may have nothing but closing days.
    private func nextWorkingDay(after date: CivilDate) -> CivilDate? {
        var day = date.adding(days: 1)
        while day <= HolidayCalendar.dates.upperBound {
            if holidayReason(on: day) == nil { return day }
            day = day.adding(days: 1)
        }
        return nil
    }

    private static func isYearEnd(_ date: CivilDate) -> Bool {
        let (_, month, day) = date.parts
        return (month == 12 && day >= 30) || (month == 1 && day <= 4)
    }

    private func isClosingDay(_ date: CivilDate) -> Bool {
        var low = 0
        var high = rules.closingDays.count
        while low < high {
            let middle = (low + high) / 2
            if rules.closingDays[middle] < date { low = middle + 1 } else { high = middle }
        }
        return low < rules.closingDays.count && rules.closingDays[low] == date
    }

    private static func closing(on date: CivilDate) -> Instant { date.startInJapan + .hours(9) }
    private static func opening(on date: CivilDate) -> Instant { date.startInJapan + .hours(17) }

    /// In microseconds of a working day.
    private static let closedHours = Span.hours(9).microseconds..<Span.hours(17).microseconds
}
