public import ArgumentParser
import CallTree
import Reports
public import ServiceHours

/// `nightcall report`: what happened, made from the journal alone.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "List the incidents of a journal, show the report of one, or follow the night.",
        discussion: """
            Example:
              nightcall report show --site Fixtures/Site 12 --format html > incident-12.html
            """,
        subcommands: [ReportListCommand.self, ReportShowCommand.self, ReportFollowCommand.self])
}

struct ReportListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "A line for each incident, oldest first.",
        discussion: """
            Example:
              nightcall report list --site Fixtures/Site
            """)

    @OptionGroup var options: JournalOptions

    @Option(help: "text: a table. json: one array.")
    var format = Format.text

    @Option(help: "japanese or english.")
    var language = Language.japanese

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func run() throws {
        let list = try SiteJournal(try options.reader()).incidents()
        switch format {
        case .text: print(IncidentList.text(list.rows, language: language))
        case .json: print(JSONValue.array(list.rows.map(\.json)).text(.compact))
        }
    }
}

struct ReportShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The report of one incident: timeline, calls with rings and outcomes, why called or why not, end.",
        discussion: """
            Exit code 1: the journal knows no such incident.

            Example:
              nightcall report show --site Fixtures/Site 12
            """)

    @OptionGroup var options: JournalOptions

    @Argument(help: "The number of the incident.")
    var incident: Int

    @Option(help: "text, html or json.")
    var format = Format.text

    @Option(help: "japanese or english.")
    var language = Language.japanese

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, html, json
    }

    func run() throws {
        let journal = SiteJournal(try options.reader())
        guard let report = try journal.report(IncidentID(incident), today: options.today) else {
            StandardError.print("the journal knows no incident \(incident); `nightcall report list` shows them all")
            throw ExitCode(1)
        }
        switch format {
        case .text: print(report.text(language: language))
        case .html: print(report.html(language: language))
        case .json: print(report.json(language: language).text(.pretty))
        }
    }
}

extension Language: ArgumentParser.ExpressibleByArgument {}
