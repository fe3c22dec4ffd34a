import ArgumentParser
import Glibc
import SiteSettings

/// `nightcall reload`: has a running server take its site folder again.
struct ReloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Check a site folder, have the server that serves it take it again, and tell what it answered.",
        discussion: """
            The folder is checked first; with errors nothing is asked of the server. Escalations under way keep the terms \
            they began with. Lines with their drivers and slots, `listen`, `data` and `trustedProxies` are taken in by a \
            start alone: when they differ the server refuses, and goes on with what it had.

            Exit code 0: the server has taken the folder. 1: the folder has errors, no server serves it, or the server \
            has refused it, or has not answered within 10 s. 2: the folder cannot be read.

            Example:
              nightcall reload --site Fixtures/Site
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    func run() async throws {
        let data = try checkedDataFolder()
        guard let process = data.servingProcess else {
            StandardError.print(
                "no server serves \(site) from \(data.path); where `data` was changed, restart the server that does")
            throw ExitCode(1)
        }
        let before = data.reloadAnswer?.number ?? 0
        guard kill(process, SIGHUP) == 0 else {
            StandardError.print("process \(process) cannot be asked: \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        let answer = try await answer(of: process, after: before, in: data)
        answer.lines.forEach(StandardError.print)
        guard answer.isTaken else {
            StandardError.print("process \(process) has refused \(site) and goes on with what it had")
            throw ExitCode(1)
        }
        print("process \(process) has taken \(site) again")
    }

    private func checkedDataFolder() throws -> DataFolder {
        switch SiteFolder.reader(site, purpose: .check).read() {
        case .unreadable(let reason):
            StandardError.print(reason)
            throw ExitCode(2)
        case .refused(let problems):
            problems.forEach { StandardError.print("\($0)") }
            throw ExitCode(1)
        case .site(let read, _): return DataFolder(path: read.dataFolder)
        }
    }

    private func answer(of process: pid_t, after before: Int, in data: DataFolder) async throws -> ReloadAnswer {
        let limit = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < limit {
            if let answer = data.reloadAnswer, answer.number > before { return answer }
            guard data.servingProcess == process else {
                StandardError.print("process \(process) ended before it answered")
                throw ExitCode(1)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        StandardError.print("process \(process) has not answered within 10 s; what it says is in its log")
        throw ExitCode(1)
    }
}
