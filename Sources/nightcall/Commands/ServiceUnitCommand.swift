import ArgumentParser
import Foundation
import SiteSettings

/// `nightcall service unit`: a hardened systemd unit that keeps one site running.
struct ServiceUnitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Print a systemd unit that keeps a site running, started again whenever it dies or hangs.",
        discussion: """
            The unit is made for this site: its folder, its data and the secrets that it names. Look it through, and write \
            it anew when one of them changes. Its first lines say how to install it. Secrets that the site names as \
            ${env:NAME} come from /etc/nightcall/environment, those under /run/credentials/nightcall.service from \
            /etc/nightcall/credentials; systemd reads both as root.

            Exit code 1: no unit can be made for such a site; why, on standard error. 2: the site cannot be read.

            Example:
              nightcall service unit --site /srv/nightcall --user nightcall > /etc/systemd/system/nightcall.service
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(
        help: ArgumentHelp("Whom it runs as; without, a user that lives as long as the service.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("The program, where it is not to be this one.", valueName: "file"))
    var program: String?

    func validate() throws {
        let isName = user.map { $0.range(of: "^[a-z_][a-z0-9_-]{0,30}$", options: .regularExpression) != nil } ?? true
        guard isName else { throw ValidationError("--user takes the name of a user of the system.") }
    }

    func run() throws {
        let read = try SiteFolder.site(site, purpose: .check)
        do throws(ServiceUnit.Fault) {
            let unit = try ServiceUnit(
                site: site.absolutePath, data: read.dataFolder.absolutePath,
                program: (program ?? Self.thisProgram).absolutePath, user: user, secrets: SecretNames(siteFolder: site),
                hasHelper: read.lines.contains { $0.driver.name == "sip" },
                sounds: read.lines.compactMap { line in
                    if case .asterisk(let settings) = line.driver { settings.sounds } else { nil }
                })
            print(unit.text, terminator: "")
        } catch {
            StandardError.print(error.description)
            throw ExitCode(1)
        }
    }

    /// The file that this process runs (proc(5)).
    private static var thisProgram: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}

extension String {
    /// From the root, without `.` and `..`.
    var absolutePath: String {
        URL(filePath: self).standardizedFileURL.path(percentEncoded: false).withoutLastSlash
    }

    private var withoutLastSlash: String {
        count > 1 && hasSuffix("/") ? String(dropLast()) : self
    }
}
