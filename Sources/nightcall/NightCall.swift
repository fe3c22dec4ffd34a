import ArgumentParser

/// The program: one command a file in `Commands/`.
@main
struct NightCall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightcall",
        abstract: "Call a customer's people by contract when the night's alerts come in, and rehearse it.",
        discussion: """
            Exit codes: 0 done; 1 the answer is no; 2 the input cannot be read; 64 usage; 70 our own fault; 75 another \
            writer holds the site.

            Example:
              nightcall drill Fixtures/Drills
            """,
        subcommands: [
            ServeCommand.self, DrillCommand.self, HoursCommand.self, HolidaysCommand.self, CheckCommand.self,
            ReloadCommand.self, AlertsCommand.self, IncidentsCommand.self, JournalCommand.self, ReportCommand.self,
            DiagramCommand.self,
        ])
}
