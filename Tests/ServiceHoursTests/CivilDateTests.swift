import ServiceHours
import Testing

struct CivilDateTests {
    /// Counts the days one by one with the plainest leap-year rule and compares both conversions on each.
    @Test func `numbers every day from 0001-01-01 to 9999-12-31 without a gap`() {
        // 719,162 days lie between 0001-01-01, a Monday, and 1970-01-01.
        var number = -719_162
        var mistakes: [String] = []
        for year in 1...9_999 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (month, length) in lengths.enumerated() {
                // Both ends of each month always, each day of it in one year of seven.
                for day in 1...length where day == 1 || day == length || year % 7 == 0 {
                    let date = CivilDate(daysSinceEpoch: number + day - 1)
                    let parts = date.parts
                    let isSame = parts == (year, month + 1, day)
                    let isBack = CivilDate(year: year, month: month + 1, day: day) == date
                    let weekday = (number + day - 1 + 719_162 + 1) % 7
                    if !isSame || !isBack || date.weekday.rawValue != weekday {
                        mistakes.append("\(year)-\(month + 1)-\(day)")
                    }
                }
                number += length
            }
        }
        #expect(mistakes.isEmpty)
        #expect(number == 2_932_897)
    }

    @Test(arguments: [
        (2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32),
        (Int.max, 1, 1), (Int.min, 12, 31),
    ])
    func `refuses a day that does not exist`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func `reads and writes ISO dates and nothing else`() {
        #expect(CivilDate(iso: "2026-08-13")?.description == "2026-08-13")
        #expect(CivilDate(iso: "2024-02-29")?.daysSinceEpoch == 19_782)
        for text in ["", "2026-8-13", "2026-08-13 ", "2026/08/13", "20260813", "2026-02-30", "２026-08-13", "2026-08"] {
            #expect(CivilDate(iso: text) == nil, "\(text)")
        }
    }

    @Test func `keeps to its ends instead of overflowing`() {
        #expect(CivilDate(daysSinceEpoch: .max) == CivilDate(daysSinceEpoch: .max).adding(days: 1))
        #expect(CivilDate(daysSinceEpoch: .min) == CivilDate(daysSinceEpoch: .min).adding(days: .min))
        #expect(CivilDate(daysSinceEpoch: .max).parts.year == 294_247)
    }
}
