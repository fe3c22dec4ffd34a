import ArgumentParser

/// `nightcall alerts`: what senders say, before any contract is asked.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Read the body of a webhook as NightCall reads it, or send one to a running server.",
        discussion: """
            Example:
              nightcall alerts parse --source alertmanager body.json
            """,
        subcommands: [AlertsParseCommand.self, AlertsSendCommand.self])
}
