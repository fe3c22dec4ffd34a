import ArgumentParser
import ServiceHours
import SiteSettings
import Telephony

/// `nightcall check`: every mistake in a site folder at once, and what the site is when there is none.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every mistake in a site folder, with file, line and column and how to mend it.",
        discussion: """
            Exit code 0: a server would take the site; there may be warnings. 1: there are errors. 2: the folder \
            cannot be read. A secret that is not there is a warning here, because a check may run on another \
            machine, and an error for `nightcall serve`.

            With --lines the other side of each line is asked as well whether it takes our credentials: nobody is rung, and \
            a running server goes on. Exit code 1 when one does not. The secrets must be there for it.

            Example:
              nightcall check --site Fixtures/Site --lines
              contracts/acme.yaml:7:12: error: `rings` is out of range; write a whole number from 1 to 20
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String?

    @Option(help: "text: a problem a line, then what the site is. json: one object.")
    var format = Format.text

    @Flag(help: "Ask the other side of each line whether it takes our credentials.")
    var lines = false

    @Flag(help: "Print every key of the site folder and of drill scenarios, with its default.")
    var explain = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        guard explain != (site != nil) else {
            throw ValidationError("Give either --site or --explain.")
        }
        if explain, lines { throw ValidationError("--lines goes with --site.") }
    }

    func run() async throws {
        guard let site else {
            print(SettingsManual.text, terminator: "")
            return
        }
        switch SiteFolder.reader(site, purpose: lines ? .serve : .check).read() {
        case .unreadable(let reason):
            StandardError.print(reason)
            throw ExitCode(2)
        case .refused(let problems):
            print(CheckReport(folder: site, problems: problems, site: nil, now: RealClock.now()).text(format))
            throw ExitCode(1)
        case .site(let read, let warnings):
            let trials = lines ? try await LineTrials(read).run() : []
            let report = CheckReport(
                folder: site, problems: warnings, site: read, now: RealClock.now(), trials: trials)
            print(report.text(format))
            if trials.contains(where: { if case .refused = $0.trial { true } else { false } }) { throw ExitCode(1) }
        }
    }
}
