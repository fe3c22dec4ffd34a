import ArgumentParser
import JSONText
import Reports

/// `nightcall alerts send`: posts the body of a webhook to a running server, as a monitoring system would.
struct AlertsSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Post an alert to a running server, as a monitoring system would.",
        discussion: """
            The body is FILE as it is, or one alert of kind json made of the options. Exit code 0: the server has \
            taken it (202). 1: it has not, or it cannot be reached. 2: FILE cannot be read.

            Example:
              nightcall alerts send --to http://127.0.0.1:8024/alerts/acme/plain \\
                --token-env ACME_TOKEN --dedup-key db-1 --summary "db-1 is down"
            """)

    @Option(help: ArgumentHelp("Where to: http(s)://HOST/alerts/CONTRACT/SOURCE.", valueName: "url"))
    var to: String

    @Option(help: ArgumentHelp("The environment variable that holds the token of the source.", valueName: "name"))
    var tokenEnv: String?

    @Argument(help: "The body; a dash for standard input.")
    var file: String?

    @Option(help: "What makes two alerts the same trouble.")
    var dedupKey: String?

    @Option(help: "One sentence for the person who is called.")
    var summary: String?

    @Option(help: "firing or resolved.")
    var status: Status?

    @Option(help: "How bad it is, for instance critical.")
    var severity: String?

    @Option(help: "The name of the rule.")
    var name: String?

    enum Status: String, ExpressibleByArgument, CaseIterable {
        case firing, resolved
    }

    func validate() throws {
        let hasOptions = [dedupKey, summary, status?.rawValue, severity, name].contains { $0 != nil }
        if file != nil, hasOptions { throw ValidationError("Give either FILE or the options of one alert.") }
        if file == nil, dedupKey == nil || summary == nil {
            throw ValidationError("Give FILE, or --dedup-key and --summary.")
        }
    }

    func run() async throws {
        guard let posting = AlertPosting(to: to) else {
            throw ValidationError("--to must be a URL such as http://127.0.0.1:8024/alerts/acme/prom.")
        }
        let body = try file.map { try BodyFile.read($0) } ?? Array(alertText.utf8)
        switch await posting.post(body, token: try token()) {
        case .answered(status: 202, let text):
            print(text)
        case .answered(let status, let text):
            StandardError.print("the server answered \(status): \(text)")
            throw ExitCode(1)
        case .notReached(let why):
            StandardError.print("\(posting.shownAddress) cannot be reached: \(why)")
            throw ExitCode(1)
        }
    }

    private func token() throws -> String? {
        guard let tokenEnv else { return nil }
        guard let token = AlertPosting.environment(tokenEnv), !token.isEmpty else {
            throw ValidationError("The environment variable \(tokenEnv) is not set.")
        }
        return token
    }

    private var alertText: String {
        let fields = [
            ("dedupKey", dedupKey), ("status", (status ?? .firing).rawValue), ("summary", summary),
            ("severity", severity), ("name", name),
        ]
        return JSONValue.object(fields.compactMap { key, text in text.map { JSONMember(key, .string($0)) } }).text()
    }
}
