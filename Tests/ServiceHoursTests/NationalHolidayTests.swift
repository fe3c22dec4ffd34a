import ServiceHours
import Testing

struct NationalHolidayTests {
    private let calendar = HolidayCalendar(announcedThrough: 2027)

    @Test func `has the same 2,411 holidays as a source of other hands, by date and name`() throws {
        var count = 0
        for row in try HoursFixture.rows(of: "national-holidays.txt") {
            let words = row.split(separator: " ")
            let year = try #require(words.first.flatMap { Int($0) })
            let expected = words.dropFirst().map { "\(year)-\($0.prefix(5)) \($0.dropFirst(5))" }
            #expect(calendar.holidays(in: year).map { "\($0.date) \($0.name)" } == expected)
            count += expected.count
        }
        #expect(count == 2_411)
    }

    @Test func `finds by date exactly what it lists by year`() {
        var listed = 0
        var found = 0
        for year in 1948...2099 { listed += calendar.holidays(in: year).count }
        var date = HolidayCalendar.dates.lowerBound
        while date <= HolidayCalendar.dates.upperBound {
            if let holiday = calendar.holiday(on: date) {
                found += 1
                #expect(holiday.date == date)
            }
            date = date.adding(days: 1)
        }
        #expect(found == listed)
    }

    @Test func `has no holidays outside its years`() {
        #expect(calendar.holidays(in: 1947).isEmpty)
        #expect(calendar.holidays(in: 2100).isEmpty)
        #expect(calendar.holiday(on: HolidayCalendar.dates.lowerBound.adding(days: -1)) == nil)
        #expect(calendar.holiday(on: HolidayCalendar.dates.upperBound.adding(days: 1)) == nil)
        #expect(calendar.holiday(on: CivilDate(daysSinceEpoch: .max)) == nil)
    }

    @Test func `calls equinoxes after the announced years provisional, with the days that hang on them`() {
        let provisional = (2026...2032).flatMap { calendar.holidays(in: $0) }.filter(\.provisional)
        #expect(
            provisional.map { "\($0.date) \($0.name)" } == [
                "2028-03-20 春分の日", "2028-09-22 秋分の日", "2029-03-20 春分の日", "2029-09-23 秋分の日",
                "2029-09-24 休日", "2030-03-20 春分の日", "2030-09-23 秋分の日", "2031-03-21 春分の日",
                "2031-09-23 秋分の日", "2032-03-20 春分の日", "2032-09-21 休日", "2032-09-22 秋分の日",
            ])
        let later = HolidayCalendar(announcedThrough: 2099)
        #expect((1948...2099).allSatisfy { later.holidays(in: $0).allSatisfy { !$0.provisional } })
    }
}
