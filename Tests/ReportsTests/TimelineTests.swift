import CallTree
import JSONText
import Reports
import ServiceHours
import Testing

struct TimelineTests {
    /// An incident of which nothing but repeats is heard, one every second.
    private func repeated(_ count: Int) -> EventLog {
        var log = EventLog()
        log.open()
        for _ in 0..<count { log.add(after: .seconds(1), .alertHeard(IncidentID(1))) }
        return log
    }

    @Test func `a night of repeats is one line in every form`() throws {
        let report = try repeated(600).report()
        #expect(report.heardAgain == 600)
        #expect(report.text().contains("  22:15:04  続報 600回（22:15:04 から 22:25:03）\n"))
        #expect(report.html(language: .english).contains("Heard again 600 times (from 22:15:04 to 22:25:03)"))
        guard case .array(let timeline) = report.json()["timeline"] else {
            Issue.record("the timeline is no array")
            return
        }
        #expect(timeline.count == 2)
        #expect(timeline.last?["count"] == 600)
        #expect(timeline.last?["until"] == .instant(report.lastHeardAt))
        #expect(timeline.first?["count"] == 1)
        #expect(timeline.first?["until"] == .null)
    }

    @Test func `sixteen thousand repeats do not make a page longer than ten do`() throws {
        let few = try repeated(10).report().html().utf8.count
        #expect(try repeated(16_000).report().html().utf8.count < few + 100)
    }

    @Test func `a run that goes past midnight says the day of its last repeat`() throws {
        #expect(try repeated(7_200).report().text().contains("続報 7200回（22:15:04 から 2026-08-13（木）00:15:03）"))
    }

    @Test func `what happens between repeats parts them, and one alone is told as ever`() throws {
        var log = repeated(2)
        log.add(.lineChanged(LineID("sim"), .down))
        log.add(after: .seconds(1), .alertHeard(IncidentID(1)))
        let text = try log.report().text()
        #expect(text.contains("続報 2回（22:15:04 から 22:15:05）"))
        #expect(text.contains("22:15:06  インシデント 1 の続報を受信"))
    }
}
