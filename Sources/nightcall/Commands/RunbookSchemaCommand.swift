import ArgumentParser
import RunbookModel
import RunbookSteps

/// `nightcall runbook schema`: for editors that complete and check YAML.
struct RunbookSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of runbooks, for editors.",
        discussion: """
            Example:
              nightcall runbook schema > runbook.schema.json
            """)

    func run() {
        print(RunbookSchema.schema(of: StepKinds.catalogue), terminator: "")
    }
}
