import ArgumentParser
import DrillSimulator
import Reports

/// `nightcall diagram`: how calls, incidents and escalations move, walked from the code.
struct DiagramCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagram",
        abstract: "Print how a call, an incident and an escalation move from state to state.",
        discussion: """
            The statecharts are walked: small sites are taken through everything that may happen, and what the engine \
            was seen to do is drawn.

            Example:
              nightcall diagram --format dot | dot -Tsvg > statechart.svg
            """)

    @Option(help: "mermaid for Markdown; dot for Graphviz.")
    var format = Format.mermaid

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot
    }

    func run() {
        let sheet = Walk.statechart()
        switch format {
        case .mermaid: print(sheet.mermaid, terminator: "")
        case .dot: print(sheet.dot, terminator: "")
        }
    }
}
