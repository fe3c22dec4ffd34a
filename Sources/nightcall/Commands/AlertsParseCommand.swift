import AlertSources
import ArgumentParser
import CallTree
import JSONText
import Reports
import ServiceHours

/// `nightcall alerts parse`: one body of a webhook as the array of alerts that NightCall reads out of it.
struct AlertsParseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Print the alerts that NightCall reads out of the body of a webhook.",
        discussion: """
            Exit code 0: everything was read. 1: parts of the body were rejected; the array holds the others. \
            2: nothing can be read. What was rejected or read on the safe side is told on standard error.

            Example:
              nightcall alerts parse --source alertmanager Fixtures/Alerts/alertmanager/one-firing.json
              [{"dedupKey":"a1b2c3d4e5f60718","status":"firing","severity":"critical", ...}]
            """)

    @Option(
        help: ArgumentHelp(
            "The kind of the source: \(SourceCatalogue.all.map { $0.kind }.joined(separator: ", ")).",
            valueName: "kind"))
    var source: String

    @Argument(help: "The body; standard input when it is left out or a dash.")
    var file: String?

    func run() async throws {
        guard let kind = SourceCatalogue.source(ofKind: source) else {
            let known = SourceCatalogue.all.map { $0.kind }.joined(separator: ", ")
            throw ValidationError("There is no source of kind \"\(source)\"; there are: \(known).")
        }
        switch kind.read(try BodyFile.read(file), source: SourceID(source)) {
        case .failure(let error):
            StandardError.print("\(file ?? "-"): \(error)")
            throw ExitCode(2)
        case .success(let read):
            print(read.json)
            read.remarks.forEach(StandardError.print)
            if !read.rejected.isEmpty { throw ExitCode(1) }
        }
    }
}

extension ReadAlerts {
    /// The array of alerts, one a line.
    var json: String {
        if alerts.isEmpty { return "[]" }
        return "[\n" + alerts.map { "  " + $0.json.text() }.joined(separator: ",\n") + "\n]"
    }
}

extension Alert {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("dedupKey", .string(dedupKey)),
            JSONMember("status", .string(status.rawValue)),
            JSONMember("severity", .string(severity.name)),
            JSONMember("severityRaw", .text(severityRaw)),
            JSONMember("name", .string(name)),
            JSONMember("summary", .string(summary)),
            JSONMember("startedAt", .instant(startedAt)),
            JSONMember("labels", .object(labels.map { JSONMember($0.name, .string($0.value)) })),
        ])
    }
}
