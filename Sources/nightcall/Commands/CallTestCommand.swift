import ArgumentParser
import CallTree
import ServiceHours
import SiteSettings

/// `nightcall call test`: rings one telephone over one line.
struct CallTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Ring one telephone over one line, speak, and hear the key.",
        discussion: """
            Tries what a night needs before the first night: the account, the caller's number, the public address at which \
            the provider calls back, the voice and the key. Over a line of Twilio's it listens where the site's server would, so \
            that server must not run meanwhile. Nothing is written to the site's journal.

            Exit codes: 0: the call was acknowledged. 1: it was not, or the number is not dialled. 2: the site cannot be \
            read. 75: the address is taken.

            Example:
              nightcall call test --site DIR --line twilio --to 090-1234-5678
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(help: ArgumentHelp("The line, by its id in nightcall.yaml.", valueName: "id"))
    var line: String

    @Option(help: ArgumentHelp("The number to ring, as people write it.", valueName: "number"))
    var to: String

    @Option(help: ArgumentHelp("The port, instead of the site's own; 0 for any free one.", valueName: "port"))
    var port: Int?

    @Option(help: "japanese or english.")
    var language = Language.japanese

    func run() async throws {
        let site = try SiteFolder.site(site, purpose: .serve)
        guard let settings = site.lines.first(where: { $0.id == LineID(line) }) else {
            let lines = site.lines.map(\.id.text).joined(separator: ", ")
            throw ValidationError("The site has no line \(line); it has \(lines).")
        }
        if case .simulated = settings.driver {
            throw ValidationError("The line \(line) is simulated: it calls nobody. Name a line that does.")
        }
        // Where nobody calls back, the site's server may go on.
        let port = settings.driver.isCalledBack ? port : port ?? 0
        let test = try CallTest(site: site, line: settings.id, phone: try number(site), port: port, language: language)
        switch try await test.run() {
        case .acknowledged?: return
        case nil: throw ExitCode(75)
        case .some: throw ExitCode(1)
        }
    }

    private func number(_ site: Site) throws -> PhoneNumber {
        let phone: PhoneNumber
        do {
            phone = try PhoneNumber(written: to)
        } catch {
            throw ValidationError("--to: \(error)")
        }
        if let refusal = site.dialling.refusal(of: phone) {
            StandardError.print("\(refusal); \(refusal.mending)")
            throw ExitCode(1)
        }
        return phone
    }
}
