import ArgumentParser

/// `nightcall runbook`: procedures that a person can read and NightCall can follow.
struct RunbookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runbook",
        abstract: "Read, check and plan runbooks: checks, a decision table, agreed recovery and its proof.",
        discussion: """
            Example:
              nightcall runbook lint Runbooks
            """,
        subcommands: [
            RunbookListCommand.self, RunbookShowCommand.self, RunbookLintCommand.self, RunbookSchemaCommand.self,
            RunbookPlanCommand.self, RunbookRunCommand.self,
        ])
}
