import NightEngine
import Reports
import RunbookModel
import RunbookSteps

extension JournalEvents {
    /// The report of a run, with what was done and asked before it; nil when the journal knows none by this number.
    /// - Throws: `JournalError`.
    func report(of id: RunID) throws -> RunReport? {
        guard var report = RunReport(try of(id).events, catalogue: StepKinds.catalogue) else { return nil }
        report.history = try history(of: report.story.run, catalogue: StepKinds.catalogue)
        return report
    }
}
