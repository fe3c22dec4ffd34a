import ArgumentParser
import EventJournal
import Glibc
import SiteSettings

/// `nightcall serve`: takes alerts and walks the call trees of a site.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take a site's alerts, call its contacts, and show it all on a page.",
        discussion: """
            The first line on standard output is the address: "listening http://127.0.0.1:8024". SIGTERM and SIGINT end \
            the server within 10 seconds, a second one ends it at once; calls under way are taken up again by the next \
            start. SIGHUP, or `nightcall reload`, takes the site folder again, whole or not at all.

            Mails leave through the server that `smtp` names, or are written as files into outbox/new in the data folder. \
            The operator is told of every alarm by mail and by his command or web address, and gets the head of the journal \
            each morning at nine.

            Exit codes: 1: the site has errors, the journal is broken, or the address is taken. 2: the site folder cannot \
            be read. 70: it could not end in order, or must start again because its disk failed. 75: \
            another process serves the site.

            Example:
              nightcall serve --site Fixtures/Site --speed 10
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(
        help: ArgumentHelp(
            "How many times faster than real time everything happens, 1 to 1000. Only for sites whose lines are all simulated.",
            valueName: "n"))
    var speed = 1.0

    @Option(help: ArgumentHelp("The port, instead of the site's own; 0 for any free one.", valueName: "port"))
    var port: Int?

    func validate() throws {
        guard (1...1_000).contains(speed) else { throw ValidationError("--speed must be from 1 to 1000.") }
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
    }

    func run() async throws {
        let signals = ServerSignals()
        let watches = [
            SignalWatch([SIGTERM, SIGINT]) { _ in signals.endAsked() },
            // Apart, so that a reload from a slow disk does not keep the server from ending.
            SignalWatch([SIGHUP]) { _ in signals.reloadAsked() },
        ]
        defer { withExtendedLifetime(watches) {} }
        // A peer that hangs up is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        let openFiles = OpenFiles.raiseLimit()
        let read = try readSite()
        if speed != 1, let line = read.lines.first(where: { $0.driver.callsPeople }) {
            throw ValidationError("--speed is for simulated telephones, and the line \(line.id) calls people.")
        }
        do {
            try await SiteServer(read, speed: speed, port: port, openFiles: openFiles).run(signals)
        } catch JournalError.heldByAnother(let path, let process) {
            StandardError.print("\(JournalError.heldByAnother(path: path, processID: process))")
            throw ExitCode(75)
        } catch {
            StandardError.print("\(site) cannot be served: \(error)")
            throw ExitCode(1)
        }
    }

    private func readSite() throws -> Site {
        switch SiteFolder.reader(site, purpose: .serve).read() {
        case .unreadable(let reason):
            StandardError.print(reason)
            throw ExitCode(2)
        case .refused(let problems):
            problems.forEach { StandardError.print("\($0)") }
            throw ExitCode(1)
        case .site(let read, let warnings):
            warnings.forEach { StandardError.print("\($0)") }
            return read
        }
    }
}
