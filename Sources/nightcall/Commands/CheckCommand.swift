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

            With --lines each line of a site without errors is tried as well: whoever is behind it is asked whether it \
            takes the credentials. Nobody is rung, and a running server of the site is not disturbed. Exit code 1 \
            when a line is refused. The secrets must be there.

            Example:
              nightcall check --site Fixtures/Site
              contracts/acme.yaml:7:12: error: `rings` is out of range; write a whole number from 1 to 20
              nightcall check --site Fixtures/Site --lines
              line       twilio  refused: Twilio does not take the token (status 401, …)
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String?

    @Option(help: "text: a problem a line, then what the site is. json: one object.")
    var format = Format.text

    @Flag(help: "Try each line's credentials, too; rings nobody.")
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
        guard !lines || !explain else {
            throw ValidationError("--lines tries the lines of a site: give it with --site.")
        }
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
            let trials = lines ? try await LineTrials.run(read) : [:]
            print(
                CheckReport(folder: site, problems: warnings, site: read, now: RealClock.now(), trials: trials)
                    .text(format))
            if trials.values.contains(where: \.isRefused) { throw ExitCode(1) }
        }
    }
}
