import ArgumentParser
import Glibc
import SiteSettings

/// `nightcall reload`: has a running server take its site folder again.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Check a site folder, and have the server that serves it take it again.",
        discussion: """
            The folder is checked first; with errors nothing is asked of the server. Escalations under way keep the terms \
            they began with. Exit code 1: the folder has errors, or no server serves it.

            Example:
              nightcall reload --site Fixtures/Site
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    func run() throws {
        let data: DataFolder
        switch SiteFolder.reader(site, purpose: .check).read() {
        case .unreadable(let reason):
            StandardError.print(reason)
            throw ExitCode(2)
        case .refused(let problems):
            problems.forEach { StandardError.print("\($0)") }
            throw ExitCode(1)
        case .site(let read, _): data = DataFolder(path: read.dataFolder)
        }
        guard let process = data.servingProcess else {
            StandardError.print("no server serves \(site) from \(data.path)")
            throw ExitCode(1)
        }
        guard kill(process, SIGHUP) == 0 else {
            StandardError.print("process \(process) cannot be asked: \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        print("process \(process) takes \(site) again")
    }
}
