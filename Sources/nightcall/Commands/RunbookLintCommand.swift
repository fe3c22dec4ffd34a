import ArgumentParser
import Documents
import RunbookModel
import SiteSettings

/// `nightcall runbook lint`: what is wrong in runbooks, and what is odd.
struct RunbookLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what is wrong in runbooks: rows that never match, combinations that none covers, and more.",
        discussion: """
            Every problem with file, line, column, what was found and what to write instead. With a site, it is also \
            said which actions none of its contracts allows.

            Exit code 1: at least one error. 2: a file cannot be read. Warnings alone leave it at 0.

            Example:
              nightcall runbook lint Runbooks
            """)

    @Argument(help: ArgumentHelp("A runbook, or a folder of them.", valueName: "file|dir"))
    var path: String

    @Option(help: ArgumentHelp("The folder of nightcall.yaml and contracts.", valueName: "dir"))
    var site: String?

    @Flag(help: "List every key of a runbook and every kind of step, with an example each, instead.")
    var explain = false

    func run() throws {
        if explain {
            print(RunbookFiles.reader.manual(), terminator: "")
            return
        }
        let reader = RunbookFiles.reader(for: try site.map { try SiteFolder.site($0, purpose: .check).contracts })
        var counts = (runbooks: 0, errors: 0, warnings: 0)
        var isAnyUnreadable = false
        for file in try RunbookFiles.paths(path) {
            counts.runbooks += 1
            var problems: [SettingsProblem] = []
            switch RunbookFiles.read(file, by: reader) {
            case nil: isAnyUnreadable = true
            case .refused(let found): problems = found
            case .runbook(_, let warnings): problems = warnings
            }
            for problem in problems { print("\(problem)") }
            counts.errors += problems.count { $0.gravity == .error }
            counts.warnings += problems.count { $0.gravity == .warning }
        }
        print("\(counts.runbooks) runbooks: \(counts.errors) errors, \(counts.warnings) warnings")
        if isAnyUnreadable { throw ExitCode(2) }
        if counts.errors > 0 { throw ExitCode(1) }
    }
}
