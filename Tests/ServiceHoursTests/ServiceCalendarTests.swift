import ServiceHours
import Testing

struct ServiceCalendarTests {
    private static let holidays = HolidayCalendar(announcedThrough: 2027)
    private let terms = ServiceCalendar(rules: HoursRules(), holidays: holidays)

    @Test func `answers as the table of windows says`() throws {
        let rows = try HoursFixture.rows(of: "windows.txt")
        #expect(rows.count > 80)
        for row in rows {
            let cells = HoursFixture.cells(of: row)
            try #require(cells.count == 7, "\(row)")
            let at = try #require(try HoursFixture.instant(cells[0]))
            let answer = try terms.answer(at: at).get()
            #expect(answer.at == at)
            #expect(answer.state.rawValue == cells[1], "\(row)")
            #expect(answer.reason.rawValue == cells[2], "\(row)")
            #expect(answer.holidayName ?? "-" == cells[3], "\(row)")
            #expect((answer.provisional ? "yes" : "no") == cells[4], "\(row)")
            #expect(try answer.nextOpening == HoursFixture.instant(cells[5]), "\(row)")
            #expect(try answer.nextClosing == HoursFixture.instant(cells[6]), "\(row)")
        }
    }

    @Test func `says where the calendar ends instead of answering outside it`() throws {
        let first = try Instant(rfc3339: "1948-07-20T00:00:00+09:00")
        let end = try Instant(rfc3339: "2100-01-01T00:00:00+09:00")
        let microsecond = Span(microseconds: 1)
        let outside = [first - microsecond, end, Instant(microseconds: .min), Instant(microseconds: .max)]
        for instant in outside {
            #expect(terms.answer(at: instant) == .failure(.outsideCalendar(instant)))
            #expect(terms.isOpen(at: instant) == nil)
        }
        #expect(terms.isOpen(at: first) == true)
        #expect(terms.isOpen(at: end - microsecond) == true)
        #expect(
            HoursError.outsideCalendar(end).description == """
                2100-01-01T00:00:00+09:00 lies outside the days that the calendar knows, 1948-07-20 to 2099-12-31 in \
                Japan time; check the clock or the time given
                """)
    }

    @Test func `knows the changes of its last day, and none after it`() throws {
        let calendar = ServiceCalendar(rules: HoursRules(yearEnd: false), holidays: Self.holidays)
        let before = try calendar.answer(at: Instant(rfc3339: "2099-12-30T17:00:00+09:00")).get()
        #expect(before.nextClosing?.rfc3339 == "2099-12-31T09:00:00+09:00")
        #expect(before.nextOpening?.rfc3339 == "2099-12-31T17:00:00+09:00")
        let closed = try calendar.answer(at: Instant(rfc3339: "2099-12-31T12:00:00+09:00")).get()
        #expect(closed.state == .closed)
        #expect(closed.nextOpening?.rfc3339 == "2099-12-31T17:00:00+09:00")
        #expect(closed.nextClosing == nil)
    }

    @Test func `treats a day as a working day when its kind is switched off`() throws {
        func reason(_ date: String, _ rules: HoursRules) throws -> String {
            let calendar = ServiceCalendar(rules: rules, holidays: Self.holidays)
            return try calendar.answer(at: Instant(rfc3339: date + "T12:00:00+09:00")).get().reason.rawValue
        }
        #expect(try reason("2026-11-14", HoursRules(weekends: false)) == "weekday-day")
        #expect(try reason("2026-11-15", HoursRules(weekends: false)) == "weekday-day")
        #expect(try reason("2026-11-23", HoursRules(weekends: false)) == "national-holiday")
        #expect(try reason("2026-11-23", HoursRules(nationalHolidays: false)) == "weekday-day")
        #expect(try reason("2025-12-30", HoursRules(yearEnd: false)) == "weekday-day")
        #expect(try reason("2026-01-01", HoursRules(yearEnd: false)) == "national-holiday")
        #expect(try reason("2026-01-01", HoursRules(nationalHolidays: false)) == "year-end")
        #expect(try reason("2026-01-02", HoursRules(nationalHolidays: false, yearEnd: false)) == "weekday-day")
    }

    @Test func `gives the first reason when a day is a holiday twice over`() throws {
        let days = ["2026-02-23", "2026-11-14", "2025-12-31", "2026-08-13", "2026-01-03"].compactMap(
            CivilDate.init(iso:))
        let rules = HoursRules(closingDays: days)
        let calendar = ServiceCalendar(rules: rules, holidays: Self.holidays)
        let reasons = try days.map { try calendar.answer(at: $0.startInJapan + .hours(12)).get().reason }
        #expect(reasons == [.nationalHoliday, .saturday, .yearEnd, .closingDay, .saturday])
        // 2023-01-01 was a Sunday.
        let newYear = try #require(CivilDate(iso: "2023-01-01")).startInJapan
        #expect(try terms.answer(at: newYear).get().reason == .nationalHoliday)
    }

    @Test func `opens all day on a closing day of the company, and joins it to the nights around it`() throws {
        let days = ["2026-08-14", "2026-08-13", "2026-08-14"].compactMap(CivilDate.init(iso:))
        let rules = HoursRules(closingDays: days)
        #expect(rules.closingDays.map(\.description) == ["2026-08-13", "2026-08-14"])
        let calendar = ServiceCalendar(rules: rules, holidays: Self.holidays)
        let answer = try calendar.answer(at: Instant(rfc3339: "2026-08-12T17:00:00+09:00")).get()
        #expect(answer.nextClosing?.rfc3339 == "2026-08-17T09:00:00+09:00")
        #expect(answer.nextOpening?.rfc3339 == "2026-08-17T17:00:00+09:00")
    }

    @Test func `never closes when the contract is always open`() throws {
        let calendar = ServiceCalendar(rules: HoursRules(always: true), holidays: Self.holidays)
        for date in ["2026-11-24", "2026-11-23", "2026-11-14"] {
            let answer = try calendar.answer(at: Instant(rfc3339: date + "T12:00:00+09:00")).get()
            #expect(answer.state == .open)
            #expect(answer.reason == .always)
            #expect(answer.holidayName == nil)
            #expect(answer.nextOpening == nil)
            #expect(answer.nextClosing == nil)
        }
    }

    /// Lists the boundaries of four years by looking at every half-hour, then asks for the next change from instants
    /// drawn at random and from both sides of each boundary.
    @Test(arguments: 1...24)
    func `agrees with a scan of every half-hour, whatever the rules`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let firstYear = Int.random(in: 1948...2095, using: &generator)
        let begin =
            firstYear == 1948
            ? HolidayCalendar.dates.lowerBound : try #require(CivilDate(year: firstYear, month: 1, day: 1))
        let closing = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            begin.adding(days: Int.random(in: 0...1_400, using: &generator))
        }
        let rules = HoursRules(
            weekends: .random(using: &generator), nationalHolidays: .random(using: &generator),
            yearEnd: .random(using: &generator), closingDays: closing)
        let calendar = ServiceCalendar(rules: rules, holidays: Self.holidays)

        var openings: [Instant] = []
        var closings: [Instant] = []
        var wasOpen = true
        for step in 0..<(4 * 365 * 48) {
            let instant = begin.startInJapan + .minutes(30 * step)
            let isOpen = isOpenByTheTerms(day: begin.adding(days: step / 48), halfHour: step % 48, rules: rules)
            if calendar.isOpen(at: instant) != isOpen { Issue.record("\(instant) is not \(isOpen): \(rules)") }
            if isOpen != wasOpen { if isOpen { openings.append(instant) } else { closings.append(instant) } }
            wasOpen = isOpen
        }

        let lastKnown = min(openings.last ?? begin.startInJapan, closings.last ?? begin.startInJapan)
        let span = lastKnown.since(begin.startInJapan).microseconds
        var probes = (0..<400).map { _ in
            begin.startInJapan + Span(microseconds: Int64.random(in: 0..<max(span, 1), using: &generator))
        }
        for boundary in (openings + closings).shuffled(using: &generator).prefix(400) where boundary < lastKnown {
            probes += [boundary, boundary - Span(microseconds: 1)]
        }
        for probe in probes {
            let answer = try calendar.answer(at: probe).get()
            #expect(answer.nextOpening == openings.first { $0 > probe }, "\(probe) \(rules)")
            #expect(answer.nextClosing == closings.first { $0 > probe }, "\(probe) \(rules)")
            #expect((answer.state == .open) == calendar.isOpen(at: probe), "\(probe) \(rules)")
        }
    }

    /// The terms once more, in the plainest words.
    private func isOpenByTheTerms(day: CivilDate, halfHour: Int, rules: HoursRules) -> Bool {
        if halfHour < 18 || halfHour >= 34 { return true }
        let monthAndDay = day.description.dropFirst(5)
        return rules.weekends && (day.weekday == .saturday || day.weekday == .sunday)
            || rules.nationalHolidays && Self.holidays.holiday(on: day) != nil
            || rules.yearEnd && ["12-30", "12-31", "01-01", "01-02", "01-03", "01-04"].contains(monthAndDay)
            || rules.closingDays.contains(day)
    }

    @Test func `explains itself in Japanese and in English`() throws {
        func sentence(_ at: String, _ language: Language) throws -> String {
            try terms.answer(at: Instant(rfc3339: at + "+09:00")).get().sentence(language: language)
        }
        #expect(
            try sentence("2026-11-23T12:00:00", .japanese)
                == "2026-11-23（月）は祝日（勤労感謝の日）のため終日対応時間内です。終了は2026-11-24 09:00:00です。")
        #expect(
            try sentence("2026-11-24T09:00:00", .japanese)
                == "2026-11-24（火）09:00:00は平日の日中（9時から17時まで）のため対応時間外です。次の開始は2026-11-24 17:00:00です。")
        #expect(
            try sentence("2028-03-20T12:00:00", .japanese)
                == "2028-03-20（月）は祝日（春分の日）のため終日対応時間内です。この祝日は公表前の予測です。終了は2028-03-21 09:00:00です。")
        #expect(
            try sentence("2026-11-24T17:00:00", .english)
                == """
                2026-11-24 17:00:00 is in a weekday night (17:00 to 9:00): open. \
                The window closes at 2026-11-25 09:00:00.
                """)
        #expect(
            try sentence("2026-01-02T12:00:00", .english) == """
                2026-01-02 is one of the year-end days (December 30 to January 4): open all day. \
                The window closes at 2026-01-05 09:00:00.
                """)
    }
}
