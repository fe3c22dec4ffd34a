import ArgumentParser
import JSONText
import Reports
import RunbookModel

/// `nightcall runbook list`: what the runbooks of a folder are for.
struct RunbookListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the runbooks of a folder.",
        discussion: """
            Exit code 2: one of them cannot be read; the others are listed all the same.

            Example:
              nightcall runbook list Runbooks
            """)

    @Argument(help: ArgumentHelp("A runbook, or a folder of them.", valueName: "file|dir"))
    var path: String

    @Option(help: "text: a line each. json: one array.")
    var format = Format.text

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func run() throws {
        var runbooks: [Runbook] = []
        var isAnyUnreadable = false
        for file in try RunbookFiles.paths(path) {
            switch RunbookFiles.read(file) {
            case nil: isAnyUnreadable = true
            case .refused(let problems):
                isAnyUnreadable = true
                problems.forEach { StandardError.print("\($0)") }
            case .runbook(let runbook, _): runbooks.append(runbook)
            }
        }
        switch format {
        case .text:
            for runbook in runbooks {
                let kinds = runbook.targets.map(\.rawValue).joined(separator: ", ")
                print("\(runbook.id)  \(runbook.title)（\(kinds)）")
            }
        case .json:
            let objects = runbooks.map { runbook in
                JSONValue.object([
                    JSONMember("id", .string(runbook.id.text)), JSONMember("title", .string(runbook.title)),
                    JSONMember("for", .array(runbook.targets.map { .string($0.rawValue) })),
                    JSONMember("parameters", .array(runbook.parameters.map { .string($0.name) })),
                    JSONMember("checks", .integer(runbook.checks.count)),
                    JSONMember("responses", .integer(runbook.responses.count)),
                ])
            }
            print(JSONValue.array(objects).text())
        }
        if isAnyUnreadable { throw ExitCode(2) }
    }
}
