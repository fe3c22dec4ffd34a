import CallTree
import Reports
import ServiceHours
import Testing

struct HandoverSheetTests {
    /// Incidents 1 to 7, one with each end, a minute apart; 8 is open.
    private func night() throws -> (log: EventLog, begin: Instant) {
        var log = EventLog()
        let begin = log.now
        for (index, end) in End.allCases.enumerated() {
            log.open(index + 1, key: "k\(index)")
            log.add(after: .minutes(1), .incidentEnded(IncidentID(index + 1), end, .windowClosed))
        }
        log.open(8, key: "k8")
        return (log, begin)
    }

    @Test func `lists what nobody received, in the order of the ends`() throws {
        let (log, begin) = try night()
        let reports = try (1...8).reversed().map { try log.report($0) }
        let sheet = HandoverSheet(from: begin, until: begin + .hours(1), reports: reports)
        #expect(sheet.incidents.map(\.end) == [.exhausted, .undeliverable, .handedOver])
        #expect(sheet.text().contains("誰も受領していないインシデント: 3件"))
        #expect(sheet.html(language: .english).contains("Incidents that nobody received: 3"))
    }

    @Test func `its first instant is included and its last is not`() throws {
        let (log, begin) = try night()
        let reports = try (1...8).map { try log.report($0) }
        // `exhausted` ended 3 minutes after the beginning, `undeliverable` 4.
        let sheet = HandoverSheet(from: begin + .minutes(3), until: begin + .minutes(4), reports: reports)
        #expect(sheet.incidents.map(\.end) == [.exhausted])
    }

    @Test func `says so when nothing is handed over`() {
        let sheet = HandoverSheet(from: Instant(microseconds: 0), until: Instant(microseconds: 1), reports: [])
        #expect(sheet.text().contains("引き継ぐインシデントはありません"))
    }

    @Test func `tells the calls that were made`() throws {
        var log = EventLog()
        let begin = log.now
        log.open()
        log.start(try EventLog.terms())
        log.attempt(1, .voicemail)
        log.finish(.handedOver, .windowClosed)
        let sheet = HandoverSheet(from: begin, until: log.now + .seconds(1), reports: [try log.report()])
        #expect(sheet.text().contains("22:15:03 佐藤（sato） 留守番電話（voicemail）、呼び出し音 2回"))
        #expect(sheet.html().contains("留守番電話（voicemail）"))
    }
}
