/// Which days a contract counts as holidays (R6); each kind can be switched.
public struct HoursRules: Hashable, Sendable {
    /// Saturdays and Sundays.
    public let weekends: Bool
    public let nationalHolidays: Bool
    /// 12/30 to 1/4.
    public let yearEnd: Bool
    /// The company's own days off, in order, each once.
    public let closingDays: [CivilDate]
    /// The window never closes, whatever the day.
    public let always: Bool

    /// Without arguments: the service terms. Closing days may come in any order and more than once.
    public init(
        weekends: Bool = true, nationalHolidays: Bool = true, yearEnd: Bool = true, closingDays: [CivilDate] = [],
        always: Bool = false
    ) {
        self.weekends = weekends
        self.nationalHolidays = nationalHolidays
        self.yearEnd = yearEnd
        self.closingDays = closingDays.sorted().reduce(into: []) { unique, day in
            if unique.last != day { unique.append(day) }
        }
        self.always = always
    }
}
