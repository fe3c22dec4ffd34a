import ArgumentParser
import Reports
import RunbookModel
import RunbookSteps
import ServiceHours

/// `nightcall runbook show`: a runbook as the procedure that a person would follow.
struct RunbookShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a runbook as a procedure that a person can follow.",
        discussion: """
            Exit code 2: it cannot be read; `nightcall runbook lint` says more.

            Example:
              nightcall runbook show Runbooks/web-server.yaml --format html > procedure.html
            """)

    @Argument(help: ArgumentHelp("A runbook.", valueName: "file"))
    var path: String

    @Option(help: "text, or html: one page that can be printed.")
    var format = Format.text

    @Option(help: "Of what is said around the runbook's own words: japanese or english.")
    var language = Language.japanese

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, html
    }

    func run() throws {
        let procedure = Procedure(try RunbookFiles.runbook(path), catalogue: StepKinds.catalogue, language: language)
        switch format {
        case .text: print(procedure.text, terminator: "")
        case .html: print(procedure.html, terminator: "")
        }
    }
}
