import RunbookModel
import ServiceHours
import Testing

/// The end of a run is not over before its report is out.
@Suite struct RunReportedTests {
    private func healthy() -> RunNight {
        var night = RunNight()
        night.handsReportsOut = false
        night.take(.runOrdered(.acme()))
        night.checks()
        return night
    }

    @Test func `a report is owed from the end of a run until it is out`() {
        var night = healthy()
        #expect(night.end() == .reported && night.board.obligations == [.report(RunID(1))])
        night.crashes()
        #expect(night.board.obligations == [.report(RunID(1))])
        night.take(.reported(RunID(1)))
        #expect(night.board.obligations.isEmpty)
        #expect(night.take(.reported(RunID(1))).isEmpty)
    }

    @Test func `a run whose report is not out stays, however long that takes`() {
        var night = healthy()
        night.passes(.hours(1_000))
        #expect(night.board.runs[RunID(1)] != nil)
        night.take(.reported(RunID(1)))
        night.passes(.hours(1_000))
        #expect(night.board.runs[RunID(1)] == nil)
    }

    @Test func `a vendor's number is noted once, and only for an action that there is`() {
        var night = RunNight()
        night.take(.runOrdered(.acme(runbook: .service(more: ["vendor.escalate"]))))
        night.checks(1, ["page": .abnormal])
        let step = StepID(run: RunID(1), place: 2)
        let wrong = StepID(run: RunID(1), place: 3)
        #expect(night.take(.ticketNoted(wrong, ticket: "A", by: "山田")).isEmpty)
        #expect(night.take(.ticketNoted(step, ticket: "A", by: "山田")) == [.ticketNoted(step, ticket: "A", by: "山田")])
        #expect(night.take(.ticketNoted(step, ticket: "B", by: "山田")).isEmpty)
        #expect(night.board.runs[RunID(1)]?.tickets == [2: "A"])
    }
}
