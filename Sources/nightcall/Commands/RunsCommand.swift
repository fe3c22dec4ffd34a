import ArgumentParser
import Foundation
import JSONText
import Reports

/// `nightcall runs`: the runs of a server, and what an operator has to say to them.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs of a server, agree to one, cancel it, answer its questions; stop all actions.",
        discussion: """
            Over the API of a running server with an operator's token. All output is JSON.

            Example:
              nightcall runs list --url http://127.0.0.1:8024
            """,
        subcommands: [
            RunsListCommand.self, RunsApproveCommand.self, RunsCancelCommand.self, RunsQuestionsCommand.self,
            RunsAnswerCommand.self, RunsTicketCommand.self, RunsStopCommand.self, RunsReleaseCommand.self,
        ])
}

struct RunsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The runs on the server's board, oldest first.",
        discussion: "Example:\n  nightcall runs list --url http://127.0.0.1:8024")
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.read("/api/runs") }
}

struct RunsApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Agree to a run's plan as the second person, who is not the one who asked.",
        discussion:
            "Exit code 1: the server refused.\n\nExample:\n  nightcall runs approve 12 --url http://127.0.0.1:8024")
    @Argument(help: "The number of the run.") var number: Int
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.ask("/api/runs/\(number)/approve") }
}

struct RunsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End a run that has not acted yet.",
        discussion:
            "Exit code 1: the server refused.\n\nExample:\n  nightcall runs cancel 12 --url http://127.0.0.1:8024")
    @Argument(help: "The number of the run.") var number: Int
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.ask("/api/runs/\(number)/cancel") }
}

struct RunsQuestionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions", abstract: "The questions of manual checks that wait for an operator.",
        discussion: "Example:\n  nightcall runs questions --url http://127.0.0.1:8024")
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.read("/api/questions") }
}

struct RunsAnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Answer a question of a manual check.",
        discussion:
            "Exit code 1: the server refused.\n\nExample:\n  nightcall runs answer 3 はい --url http://127.0.0.1:8024")
    @Argument(help: "The number of the question.") var question: Int
    @Argument(help: "The answer.") var text: String
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.ask("/api/questions/\(question)/answer", ["text": .string(text)]) }
}

struct RunsTicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Note the number that a vendor has given.",
        discussion:
            "Exit code 1: the server refused.\n\nExample:\n  nightcall runs ticket 12 1 TICKET-4711 --url http://127.0.0.1:8024"
    )
    @Argument(help: "The number of the run.") var number: Int
    @Argument(help: "The place of the action that told the vendor, from 1.") var action: Int
    @Argument(help: "The vendor's number.") var ticket: String
    @OptionGroup var server: ServerOptions
    func run() async throws {
        try await server.ask("/api/runs/\(number)/ticket", ["action": .integer(action), "ticket": .string(ticket)])
    }
}

struct RunsStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop all actions of all runs; checks and calls go on.",
        discussion: "Example:\n  nightcall runs stop --url http://127.0.0.1:8024")
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.ask("/api/actions/stop") }
}

struct RunsReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Let runs act again.",
        discussion: "Example:\n  nightcall runs release --url http://127.0.0.1:8024")
    @OptionGroup var server: ServerOptions
    func run() async throws { try await server.ask("/api/actions/release") }
}

extension ServerOptions {
    fileprivate func read(_ path: String) async throws {
        FileHandle.standardOutput.write(try await api(at: try needed()).get(path))
    }

    fileprivate func ask(_ path: String, _ body: JSONValue = .object([])) async throws {
        FileHandle.standardOutput.write(try await api(at: try needed()).post(path, body: Data(body.text().utf8)))
    }
}
