import ArgumentParser
import JSONText
import Reports
import RunbookModel
import RunbookSteps

/// `nightcall runbook schema`: for editors that complete and check YAML, and for programs that read reports.
struct RunbookSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of runbooks, for editors, or of the report of a run.",
        discussion: """
            Example:
              nightcall runbook schema > runbook.schema.json
            """)

    @Option(help: "runbook, or report: the JSON of `nightcall report show R-12 --format json`.")
    var of = Subject.runbook

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case runbook, report
    }

    func run() {
        switch of {
        case .runbook: print(RunbookSchema.schema(of: StepKinds.catalogue), terminator: "")
        case .report: print(RunReport.schema.text(.pretty))
        }
    }
}
