import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Alerts in the instant in which the window opens or closes, and closing days that come and go.
struct WindowEdgeTests {
    @Test(arguments: [
        (Night.wednesdayOpening, true), (Night.wednesdayOpening - Span(microseconds: 1), false),
        (Night.wednesdayClosing, false), (Night.wednesdayClosing - Span(microseconds: 1), true),
    ])
    func `an alert at 17 sharp is called at once, and one at 9 sharp at the opening`(at: Instant, isOpen: Bool) {
        var night = Night(.acme(), at: at)
        night.fires("disk")
        #expect(night.news(of: "placed").count == (isOpen ? 1 : 0))
        if isOpen { return }
        night.reaches(Night.wednesdayOpening - Span(microseconds: 1))
        #expect(night.news(of: "placed").isEmpty)
        night.reaches(Night.wednesdayOpening)
        #expect(night.news(of: "placed").count == 1)
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a closing day that is added by day opens the window for what waits`() throws {
        let today = try #require(CivilDate(iso: "2026-11-25"))
        var night = Night(.acme(), at: Night.wednesdayClosing + .hours(1))
        night.fires("disk")
        _ = night.news
        night.loads(.acme(hours: HoursRules(closingDays: [today])))
        #expect(night.news == ["0 started 1: 1", "0 placed 1.1.1 sim"])
    }

    @Test func `a closing day that is taken back leaves the running tree alone, and the next alert waits`() throws {
        let today = try #require(CivilDate(iso: "2026-11-25"))
        var night = Night(.acme(hours: HoursRules(closingDays: [today])), at: Night.wednesdayClosing + .hours(1))
        night.fires("disk")
        night.loads(.acme())
        night.reports(.ended(.busy))
        #expect(night.news(of: "placed") == ["0 placed 1.1.1 sim", "0 placed 1.2.1 sim"])
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.passes(.hours(1))
        _ = night.news
        night.fires("memory")
        #expect(night.news(of: "opened", "placed") == ["3600 opened 2 waits until 25200"])
    }
}
