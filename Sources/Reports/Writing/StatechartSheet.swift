/// Several statecharts in one picture, each in a frame of its own.
public struct StatechartSheet: Hashable, Sendable {
    /// A chart and the word that its frame and its states are named by in the text.
    public struct Part: Hashable, Sendable {
        public let name: String
        public let chart: Statechart

        /// - Parameter name: letters only; differs from the names of the other parts.
        public init(name: String, chart: Statechart) {
            self.name = name
            self.chart = chart
        }

        /// Charts may have states of one name, so every state is named by its part and its place.
        fileprivate func identifier(_ state: String) -> String {
            "\(name)\((chart.states.firstIndex(of: state) ?? 0) + 1)"
        }
    }

    public let title: String
    public let parts: [Part]

    public init(title: String, parts: [Part]) {
        self.title = title
        self.parts = parts
    }

    /// Mermaid, to be put between the fences of a Markdown file: a composite state for each chart.
    public var mermaid: String {
        var lines = ["stateDiagram-v2", "    %% \(Statechart.oneLine(title))"]
        for part in parts {
            lines.append("    state \"\(Statechart.mermaidText(part.chart.title))\" as \(part.name) {")
            lines += mermaidLines(part).map { "        " + $0 }
            lines.append("    }")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func mermaidLines(_ part: Part) -> [String] {
        let chart = part.chart
        var lines = chart.states.map { "state \"\(Statechart.mermaidText($0))\" as \(part.identifier($0))" }
        if let start = chart.start { lines.append("[*] --> \(part.identifier(start))") }
        for arrow in chart.arrows {
            let label = arrow.label.isEmpty ? "" : " : \(Statechart.mermaidText(arrow.label))"
            lines.append("\(part.identifier(arrow.from)) --> \(part.identifier(arrow.to))\(label)")
        }
        return lines + chart.ends.map { "\(part.identifier($0)) --> [*]" }
    }

    /// Graphviz: a cluster for each chart.
    public var dot: String {
        var lines = ["digraph \(Statechart.dotText(title)) {", "    node [shape=box, style=rounded];"]
        for part in parts {
            lines.append("    subgraph cluster_\(part.name) {")
            lines.append("        label=\(Statechart.dotText(part.chart.title));")
            lines += dotLines(part).map { "        " + $0 }
            lines.append("    }")
        }
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func dotLines(_ part: Part) -> [String] {
        let chart = part.chart
        var lines = chart.states.map { state in
            let isEnd = chart.ends.contains(state) ? ", peripheries=2" : ""
            return "\(part.identifier(state)) [label=\(Statechart.dotText(state))\(isEnd)];"
        }
        if let start = chart.start {
            lines.append("\(part.name)0 [shape=point, label=\"\"];")
            lines.append("\(part.name)0 -> \(part.identifier(start));")
        }
        for arrow in chart.arrows {
            let label = arrow.label.isEmpty ? "" : " [label=\(Statechart.dotText(arrow.label))]"
            lines.append("\(part.identifier(arrow.from)) -> \(part.identifier(arrow.to))\(label);")
        }
        return lines
    }
}
