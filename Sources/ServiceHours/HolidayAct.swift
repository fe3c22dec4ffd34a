/// The national holidays by law: the Act on National Holidays (国民の祝日に関する法律, Act No. 178 of 1948) as in force on
/// each day, and the laws that made single days holidays.
enum HolidayAct {
    /// A day that the law makes a holiday.
    struct Day: Hashable {
        let date: CivilDate
        let name: String
        /// True when the day would move with an equinox: the equinox day itself, its substitute, and a day between.
        let followsEquinox: Bool
    }

    /// The Act's own name for substitute and sandwiched days is 休日, as in the Cabinet Office's list.
    static let unnamed = "休日"

    /// All holidays of a year from 1948 to 2099, in order of date.
    static func days(in year: Int) -> [Day] {
        let named = namedDays(in: year)
        let substitutes = substituteDays(for: named)
        let between = daysBetween(named, substitutes: substitutes)
        return (named + substitutes + between).sorted { $0.date < $1.date }
    }

    /// Article 2, and the single days. Supplementary provisions of the law of 2018 count these as named days too.
    private static func namedDays(in year: Int) -> [Day] {
        NamedHoliday.all.compactMap { holiday in
            guard holiday.years.contains(year) else { return nil }
            switch holiday.rule {
            case .fixed(let month, let day):
                let date = CivilDate(year: year, month: month, existingDay: day)
                return Day(date: date, name: holiday.name, followsEquinox: false)
            case .monday(let month, let number):
                let first = CivilDate(year: year, month: month, existingDay: 1)
                let toMonday = (8 - first.weekday.rawValue) % 7
                let date = first.adding(days: toMonday + (number - 1) * 7)
                return Day(date: date, name: holiday.name, followsEquinox: false)
            case .equinox(let equinox):
                return Day(date: equinox.date(in: year), name: holiday.name, followsEquinox: true)
            }
        }
        .sorted { $0.date < $1.date }
    }

    /// Article 3, paragraph 2. From 1973-04-12 the day after a holiday on a Sunday; from 2007 the next day that is not
    /// itself a named holiday (before, a named Monday simply swallowed the substitute).
    private static func substituteDays(for named: [Day]) -> [Day] {
        let begin = CivilDate(year: 1973, month: 4, existingDay: 12)
        return named.compactMap { holiday in
            guard holiday.date >= begin, holiday.date.weekday == .sunday else { return nil }
            var date = holiday.date.adding(days: 1)
            while named.contains(where: { $0.date == date }) {
                guard holiday.date.year >= 2007 else { return nil }
                date = date.adding(days: 1)
            }
            return Day(date: date, name: unnamed, followsEquinox: holiday.followsEquinox)
        }
    }

    /// Article 3, paragraph 3. From 1985-12-27 a day between two named holidays; until 2006 neither a Sunday nor a
    /// substitute day, from 2007 any day that is not named itself.
    private static func daysBetween(_ named: [Day], substitutes: [Day]) -> [Day] {
        let begin = CivilDate(year: 1985, month: 12, existingDay: 27)
        return zip(named, named.dropFirst()).compactMap { before, after in
            let date = before.date.adding(days: 1)
            guard date >= begin, date.adding(days: 1) == after.date,
                !substitutes.contains(where: { $0.date == date }),
                date.year >= 2007 || date.weekday != .sunday
            else { return nil }
            return Day(date: date, name: unnamed, followsEquinox: before.followsEquinox || after.followsEquinox)
        }
    }
}
