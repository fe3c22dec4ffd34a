public import ArgumentParser
import CallTree
internal import JSONText
import Reports
import RunbookModel
public import ServiceHours

/// `nightcall report`: what happened, made from the journal alone.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "List the incidents and runs of a journal, show the report of one, or follow the night.",
        discussion: """
            Example:
              nightcall report show --site Fixtures/Site 12 --format html > incident-12.html
            """,
        subcommands: [ReportListCommand.self, ReportShowCommand.self, ReportFollowCommand.self])
}

struct ReportListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "A line for each incident, oldest first; with --runs, for each run.",
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

    @Flag(help: "The runs of runbooks instead of the incidents.")
    var runs = false

    func run() throws {
        let journal = SiteJournal(try options.reader())
        if runs { return try list(journal.runs(), of: journal) }
        let list = try journal.incidents()
        switch format {
        case .text: print(IncidentList.text(list.rows, language: language))
        case .json: print(JSONValue.array(list.rows.map(\.json)).text(.compact))
        }
    }

    private func list(_ runs: [RunReport], of journal: SiteJournal) throws {
        switch format {
        case .text: for run in runs { print(run.line(language)) }
        case .json:
            let reports = try runs.compactMap { try journal.run($0.story.run.id) }
            print(JSONValue.array(reports.map { $0.json(language: language) }).text(.compact))
        }
    }
}

struct ReportShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "The report of one incident (timeline, calls with rings and outcomes, why called or why not, end), or of a run.",
        discussion: """
            A run is named R-12. pdf needs Chromium and, for Japanese, a font that has it (fonts-noto-cjk).
            Exit code 1: the journal knows no such incident or run.

            Example:
              nightcall report show --site Fixtures/Site 12
            """)

    @OptionGroup var options: JournalOptions

    @Argument(help: ArgumentHelp("The number of an incident, or of a run as R-12.", valueName: "number"))
    var number: String

    @Option(help: "text, html, json; of a run junit as well, and pdf.")
    var format = Format.text

    @Option(help: "japanese or english.")
    var language = Language.japanese

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, html, json, junit, pdf
    }

    func run() async throws {
        let journal = SiteJournal(try options.reader())
        if number.hasPrefix("R-") {
            guard let run = Int(number.dropFirst(2)), let report = try journal.run(RunID(run)) else {
                StandardError.print("the journal knows no run \(number); `nightcall report list --runs` shows them all")
                throw ExitCode(1)
            }
            return try await show(report)
        }
        guard let incident = Int(number) else {
            throw ValidationError("\(number) is neither a number nor a run such as R-12.")
        }
        guard let report = try journal.report(IncidentID(incident), today: options.today) else {
            StandardError.print("the journal knows no incident \(incident); `nightcall report list` shows them all")
            throw ExitCode(1)
        }
        switch format {
        case .text: print(report.text(language: language))
        case .html: print(report.html(language: language))
        case .json: print(report.json(language: language).text(.pretty))
        case .junit: throw ValidationError("Of an incident there is no junit; a drill has one.")
        case .pdf: try await PDFPrinter.print(report.html(language: language))
        }
    }

    private func show(_ report: RunReport) async throws {
        switch format {
        case .text: print(report.text(language: language), terminator: "")
        case .html: print(report.html(language: language), terminator: "")
        case .json: print(report.json(language: language).text(.pretty))
        case .junit: print(report.junit.xml, terminator: "")
        case .pdf: try await PDFPrinter.print(report.html(language: language))
        }
    }
}

extension Language: ArgumentParser.ExpressibleByArgument {}
