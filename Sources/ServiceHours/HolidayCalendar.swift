/// The national holidays of 1948-07-20 to 2099-12-31: by the Act, and for the years of a loaded table by the table.
///
/// Everything is worked out once; a look-up is one array access. Copies share their storage, so one calendar serves
/// any number of contracts.
///
///     let calendar = HolidayCalendar(announcedThrough: 2027)
///     calendar.holiday(on: date)?.name        // 勤労感謝の日
public struct HolidayCalendar: Equatable, Sendable {
    /// The days that the calendar knows, from the first day of the Act.
    public static let dates =
        CivilDate(year: 1948, month: 7, existingDay: 20)...CivilDate(year: 2099, month: 12, existingDay: 31)

    /// Equinoxes of later years are forecasts, unless a table has them.
    public let announcedThrough: Int
    /// Where the table and the Act differ, in order of date. The table has won.
    public let disagreements: [HolidayDisagreement]

    /// In order of date.
    private let holidays: [NationalHoliday]
    /// For each day from the first of `dates`, 0 or one more than the index in `holidays`.
    private let marks: [UInt16]

    /// - Parameters:
    ///   - announcedThrough: the last year whose equinox days are known to be announced; in practice next year.
    ///   - table: wins over the Act in the years that it spans.
    public init(announcedThrough: Int, table: HolidayTable? = nil) {
        var holidays: [NationalHoliday] = []
        var disagreements: [HolidayDisagreement] = []
        var tableDays = table?.days[...] ?? []
        for year in Self.dates.lowerBound.year...Self.dates.upperBound.year {
            let byAct = HolidayAct.days(in: year)
            guard let table, table.years.contains(year) else {
                holidays += byAct.map { day in
                    let isForecast = day.followsEquinox && year > announcedThrough
                    return NationalHoliday(date: day.date, name: day.name, provisional: isForecast)
                }
                continue
            }
            let byTable = tableDays.prefix { $0.date.year == year }
            tableDays = tableDays.dropFirst(byTable.count)
            holidays += byTable.map { NationalHoliday(date: $0.date, name: $0.name, provisional: false) }
            disagreements += HolidayDisagreement.between(act: byAct, table: byTable)
        }

        var marks = [UInt16](repeating: 0, count: Self.index(of: Self.dates.upperBound) + 1)
        for (index, holiday) in holidays.enumerated() {
            // At most 55,317 days have a mark, which 16 bits hold.
            marks[Self.index(of: holiday.date)] = UInt16(index + 1)
        }
        self.announcedThrough = announcedThrough
        self.disagreements = disagreements
        self.holidays = holidays
        self.marks = marks
    }

    /// The holiday on this date; nil when there is none, or the date lies outside `dates`.
    public func holiday(on date: CivilDate) -> NationalHoliday? {
        guard Self.dates.contains(date) else { return nil }
        let mark = Int(marks[Self.index(of: date)])
        return mark == 0 ? nil : holidays[mark - 1]
    }

    /// The holidays of a year in order of date; none for a year outside 1948 to 2099.
    public func holidays(in year: Int) -> [NationalHoliday] {
        holidays.filter { $0.date.year == year }
    }

    /// As `holiday(on:) != nil`, without a copy of the name.
    func isHoliday(_ date: CivilDate) -> Bool {
        Self.dates.contains(date) && marks[Self.index(of: date)] != 0
    }

    private static func index(of date: CivilDate) -> Int {
        date.daysSinceEpoch - firstDay
    }

    private static let firstDay = dates.lowerBound.daysSinceEpoch
}

/// A national holiday, substitute and sandwiched days included.
public struct NationalHoliday: Hashable, Sendable {
    public let date: CivilDate
    /// In Japanese, as the Cabinet Office lists it; substitute and sandwiched days are 休日.
    public let name: String
    /// True when it rests on an equinox that is calculated and not yet announced.
    public let provisional: Bool
}
