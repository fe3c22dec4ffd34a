import ArgumentParser

/// `nightcall call`: a call by itself, outside of any contract.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Try a line with a call of its own.",
        discussion: """
            Example:
              nightcall call test --site DIR --line twilio --to 090-1234-5678
            """,
        subcommands: [CallTestCommand.self])
}
