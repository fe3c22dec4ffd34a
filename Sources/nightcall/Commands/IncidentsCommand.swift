import ArgumentParser
import CallTree
import Foundation
import JSONText
import Reports

/// `nightcall incidents`: what is going on, and taking it on.
struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "List and show incidents, acknowledge them, cancel them.",
        discussion: """
            Over the API of a running server with an operator's token, or, to read only, from a journal. All output is JSON.

            Example:
              nightcall incidents list --url http://127.0.0.1:8024 --token-env NIGHTCALL_TOKEN
            """,
        subcommands: [
            IncidentsListCommand.self, IncidentsShowCommand.self, IncidentsAcknowledgeCommand.self,
            IncidentsCancelCommand.self,
        ])
}

/// How a server is reached.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address of the server.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The environment variable that holds the operator's token.", valueName: "name"))
    var tokenEnv = "NIGHTCALL_TOKEN"

    func api(at url: String) throws -> ServerAPI {
        guard let token = ProcessInfo.processInfo.environment[tokenEnv], !token.isEmpty else {
            throw ValidationError("The environment variable \(tokenEnv) is not set; --token-env names another.")
        }
        return try ServerAPI(url: url, token: token)
    }
}

/// Where incidents are read: from a server, or from a journal.
struct IncidentReading: ParsableArguments {
    @OptionGroup var server: ServerOptions

    @Option(help: ArgumentHelp("The site folder whose journal is read, instead of a server.", valueName: "dir"))
    var site: String?

    @Option(help: ArgumentHelp("The journal's database file, instead of a server.", valueName: "file"))
    var journal: String?

    func validate() throws {
        guard [server.url, site, journal].compactMap(\.self).count == 1 else {
            throw ValidationError("Give one of --url, --site and --journal.")
        }
    }

    /// From the server, if one is named.
    func api() throws -> ServerAPI? {
        try server.url.map { try server.api(at: $0) }
    }

    /// The journal that is read where no server is named.
    var journalOptions: JournalOptions {
        var options = JournalOptions()
        options.site = site
        options.journal = journal
        return options
    }
}

struct IncidentsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "The incidents in the order in which they opened: the newest on a server's board, or all of a journal.",
        discussion: """
            Example:
              nightcall incidents list --site Fixtures/Site
            """)

    @OptionGroup var reading: IncidentReading

    func run() async throws {
        if let api = try reading.api() {
            FileHandle.standardOutput.write(try await api.get("/api/incidents"))
        } else {
            print(
                JSONValue.array(try SiteJournal(try reading.journalOptions.reader()).incidents().rows.map(\.json)).text(
                    .compact))
        }
    }
}

struct IncidentsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The report of one incident as JSON.",
        discussion: """
            Exit code 1: there is no such incident.

            Example:
              nightcall incidents show 12 --site Fixtures/Site
            """)

    @Argument(help: "The number of the incident.")
    var incident: Int

    @OptionGroup var reading: IncidentReading

    func run() async throws {
        if let api = try reading.api() {
            FileHandle.standardOutput.write(try await api.get("/api/incidents/\(incident)"))
            return
        }
        let options = reading.journalOptions
        let journal = SiteJournal(try options.reader())
        guard let report = try journal.report(IncidentID(incident), today: options.today) else {
            StandardError.print("the journal knows no incident \(incident)")
            throw ExitCode(1)
        }
        print(report.json().text(.compact))
    }
}

struct IncidentsAcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge",
        abstract: "Take an incident: its calling ends.",
        discussion: """
            Exit code 1: the server refused, or cannot be reached.

            Example:
              nightcall incidents acknowledge 12 --url http://127.0.0.1:8024
            """)

    @Argument(help: "The number of the incident.")
    var incident: Int

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let api = try server.api(at: try server.needed())
        FileHandle.standardOutput.write(try await api.post("/api/incidents/\(incident)/acknowledge"))
    }
}

struct IncidentsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End an incident without anybody having taken it, with the reason.",
        discussion: """
            Exit code 1: the server refused, or cannot be reached.

            Example:
              nightcall incidents cancel 12 --reason "planned work" --url http://127.0.0.1:8024
            """)

    @Argument(help: "The number of the incident.")
    var incident: Int

    @Option(help: "Why; it stands in the report.")
    var reason: String

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let api = try server.api(at: try server.needed())
        let body = JSONValue.object([JSONMember("reason", .string(reason))]).text()
        FileHandle.standardOutput.write(
            try await api.post("/api/incidents/\(incident)/cancel", body: Data(body.utf8)))
    }
}

extension ServerOptions {
    func needed() throws -> String {
        guard let url else { throw ValidationError("Give --url: only a running server can do this.") }
        return url
    }
}
