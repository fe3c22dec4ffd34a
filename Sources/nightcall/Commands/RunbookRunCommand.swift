public import ArgumentParser
import Foundation
internal import JSONText
import Reports
public import RunbookModel

/// `nightcall runbook run`: orders a run of a running server.
struct RunbookRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "Order a run of a runbook: its checks, the decision, and what the contract allows of the agreed recovery.",
        discussion: """
            The server's own runbooks and contracts count, and its journal remembers the run, whatever happens to the \
            process. Prints {"run": N}; `nightcall report show R-N` tells what became of it.

            Exit code 1: the server refused, or cannot be reached.

            Example:
              nightcall runbook run service-recovery --contract demo --target web --url http://127.0.0.1:8024
            """)

    @Argument(help: ArgumentHelp("The runbook.", valueName: "id"))
    var runbook: String

    @Option(help: ArgumentHelp("The contract.", valueName: "id"))
    var contract: String

    @Option(help: ArgumentHelp("The target, as the contract names it.", valueName: "id"))
    var target: String

    @Option(help: ArgumentHelp("A value for a parameter of the runbook.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(
        help:
            "check: only checks and reports. recover: does what the decision says as well. plan: says what it would do."
    )
    var extent = RunOrder.Extent.recover

    @Option(
        help: ArgumentHelp("The customer's person who asked, when the operator takes an order down.", valueName: "name")
    )
    var customer: String?

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let parameters = try NamedValue.values(parameter).sorted { $0.key < $1.key }
            .map { JSONMember($0.key, .string($0.value)) }
        let body = JSONValue.object([
            JSONMember("contract", .string(contract)), JSONMember("target", .string(target)),
            JSONMember("runbook", .string(runbook)), JSONMember("extent", .string(extent.rawValue)),
            JSONMember("parameters", .object(parameters)), JSONMember("customer", .text(customer)),
        ])
        let api = try server.api(at: try server.needed())
        FileHandle.standardOutput.write(try await api.post("/api/runs/order", body: Data(body.text().utf8)))
    }
}

extension RunOrder.Extent: ArgumentParser.ExpressibleByArgument {}
