import ServiceHours
import Testing

struct HolidayTableTests {
    private static let header = "国民の祝日・休日月日,国民の祝日・休日名称"

    @Test func `reads the published form, with CRLF or LF and with a byte order mark or not`() throws {
        let unix = Self.header + "\n2026/1/1,元日\n2027/01/11,成人の日\n"
        let published = Self.header + "\r\n2026/1/1,元日\r\n2027/1/11,成人の日\r\n"
        let table = try HolidayTable(csv: published)
        #expect(table.days.map { "\($0.date) \($0.name)" } == ["2026-01-01 元日", "2027-01-11 成人の日"])
        #expect(table.years == 2026...2027)
        #expect(try HolidayTable(csv: unix) == table)
        #expect(try HolidayTable(csv: "\u{FEFF}" + published) == table)
    }

    @Test(arguments: [
        ("", 1, "header"),
        ("2026/1/1,元日", 1, "header"),
        ("HEADER", 1, "no day"),
        ("HEADER\n2026/1/1", 2, "1 fields"),
        ("HEADER\n2026/1/1,元日\n2026/1/12,成人の日,x", 3, "3 fields"),
        ("HEADER\n\n2026/1/1,元日", 2, "1 fields"),
        ("HEADER\n2026-01-01,元日", 2, "cannot be read"),
        ("HEADER\n2026/1,元日", 2, "cannot be read"),
        ("HEADER\n2026/1/1/1,元日", 2, "cannot be read"),
        ("HEADER\n2026/ 1/1,元日", 2, "cannot be read"),
        ("HEADER\n2026//1,元日", 2, "cannot be read"),
        ("HEADER\n99999999999999999999/1/1,元日", 2, "cannot be read"),
        ("HEADER\n２０２６/1/1,元日", 2, "cannot be read"),
        ("HEADER\n2026/2/29,閏日", 2, "no day 2026/2/29"),
        ("HEADER\n1948/7/19,前日", 2, "1948-07-20"),
        ("HEADER\n2100/1/1,元日", 2, "2099-12-31"),
        ("HEADER\n2026/1/1,", 2, "name is empty"),
        ("HEADER\n2026/1/1,元\0日", 2, "control character"),
        ("HEADER\n2026/1/2,二日\n2026/1/1,元日\n2026/1/2,二日", 4, "line 2 already"),
    ])
    func `names the line and the reason when it cannot be read`(csv: String, line: Int, reason: String) throws {
        let text = csv.hasPrefix("HEADER") ? Self.header + csv.dropFirst(6) : csv
        let error = try #require(throws: HolidayTableError.self) { try HolidayTable(csv: text) }
        #expect(error.line == line)
        #expect(error.description.hasPrefix("line \(line): "))
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test func `wins for the years that it spans, is complete there, and reports each disagreement`() throws {
        var lines = [Self.header]
        for year in 2030...2031 {
            for holiday in HolidayCalendar(announcedThrough: 2030).holidays(in: year) {
                lines.append("\(year)/\(holiday.date.month)/\(holiday.date.day),\(holiday.name)")
            }
        }
        // A law of later years: the equinox announced a day late, a day abolished, one renamed, one new.
        let changed =
            lines.compactMap { line in
                switch line {
                case "2030/3/20,春分の日": "2030/3/21,春分の日"
                case "2030/8/11,山の日", "2030/8/12,休日": nil
                case "2031/11/3,文化の日": "2031/11/3,明治の日"
                default: line
                }
            } + ["2031/6/2,梅雨の日"]
        let table = try HolidayTable(csv: changed.joined(separator: "\r\n") + "\r\n")
        let calendar = HolidayCalendar(announcedThrough: 2027, table: table)

        #expect(
            calendar.disagreements.map(\.description) == [
                "2030-03-20 春分の日: a holiday by the Act, none in the table; the table is followed",
                "2030-03-21 春分の日: a holiday in the table, none by the Act; the table is followed",
                "2030-08-11 山の日: a holiday by the Act, none in the table; the table is followed",
                "2030-08-12 休日: a holiday by the Act, none in the table; the table is followed",
                "2031-06-02 梅雨の日: a holiday in the table, none by the Act; the table is followed",
                "2031-11-03: 明治の日 in the table, 文化の日 by the Act; the table is followed",
            ])
        #expect(calendar.holiday(on: try #require(CivilDate(iso: "2030-03-20"))) == nil)
        #expect(calendar.holiday(on: try #require(CivilDate(iso: "2030-03-21")))?.provisional == false)
        #expect(calendar.holiday(on: try #require(CivilDate(iso: "2030-08-12"))) == nil)
        #expect(calendar.holiday(on: try #require(CivilDate(iso: "2031-11-03")))?.name == "明治の日")
        #expect(calendar.holiday(on: try #require(CivilDate(iso: "2031-06-02")))?.name == "梅雨の日")
        // Outside the table's years the Act goes on, forecasts included.
        #expect(calendar.holidays(in: 2029) == HolidayCalendar(announcedThrough: 2027).holidays(in: 2029))
        #expect(calendar.holidays(in: 2032) == HolidayCalendar(announcedThrough: 2027).holidays(in: 2032))
    }

    @Test func `takes the Cabinet Office's own spellings for the same holidays`() throws {
        var rows = [Self.header]
        for year in [1959, 1989, 1993, 2019] {
            let act = HolidayCalendar(announcedThrough: 2027).holidays(in: year)
            rows += [Self.header] + act.map { "\(year)/\($0.date.month)/\($0.date.day),\(Self.published($0))" }
            let table = try HolidayTable(csv: rows.suffix(act.count + 1).joined(separator: "\n"))
            #expect(HolidayCalendar(announcedThrough: 2027, table: table).disagreements == [])
        }
    }

    private static func published(_ holiday: NationalHoliday) -> String {
        switch holiday.date.description {
        case "1959-04-10", "1993-06-09": "結婚の儀"
        case "1989-02-24": "大喪の礼"
        case "2019-05-01", "2019-10-22": "休日（祝日扱い）"
        case "2019-10-14": "体育の日（スポーツの日）"
        default: holiday.name
        }
    }
}
