import ArgumentParser
import DrillSimulator
import Reports

/// `nightcall diagram`: how calls, incidents and escalations move, walked from the code.
struct DiagramCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagram",
        abstract: "Print how a call, an incident or an escalation moves from state to state.",
        discussion: """
            The statecharts are walked: small sites are taken through everything that may happen, and what the engine \
            was seen to do is drawn. The README shows the one of the call.

            Example:
              nightcall diagram --of incident --format dot | dot -Tsvg > incident.svg
            """)

    @Option(help: "call, incident or escalation.")
    var of = Subject.call

    @Option(help: "mermaid for Markdown; dot for Graphviz.")
    var format = Format.mermaid

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case call, incident, escalation
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot
    }

    func run() {
        let charts = WalkedCharts()
        let chart =
            switch of {
            case .call: charts.call
            case .incident: charts.incident
            case .escalation: charts.escalation
            }
        switch format {
        case .mermaid: print(chart.mermaid, terminator: "")
        case .dot: print(chart.dot, terminator: "")
        }
    }
}
