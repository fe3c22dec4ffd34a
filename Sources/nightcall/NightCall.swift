import ArgumentParser
import Glibc

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
            CallCommand.self, VoiceCommand.self, RunbookCommand.self, RunsCommand.self, ReadyCommand.self,
            ServiceCommand.self,
            DiagramCommand.self,
        ])

    /// As the parser's own, but what a command finds wrong with its options while it runs is told with its own usage, not
    /// with that of the whole program.
    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            do {
                if var waiting = command as? any AsyncParsableCommand {
                    try await waiting.run()
                } else {
                    try command.run()
                }
            } catch let error as ValidationError {
                StandardError.print("Error: \(error.message)\nUsage: \(usageString(for: type(of: command)))")
                Glibc.exit(ExitCode.validationFailure.rawValue)
            }
        } catch {
            exit(withError: error)
        }
    }
}
