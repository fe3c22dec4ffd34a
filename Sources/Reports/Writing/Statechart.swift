/// A statechart as text for Mermaid (`stateDiagram-v2`) and Graphviz (`dot`).
///
/// The texts depend on the values alone: states in the order given, arrows by the order of their states and then by label.
/// Arrows between the same two states become one whose labels stand side by side.
public struct Statechart: Hashable, Sendable {
    public struct Arrow: Hashable, Sendable {
        public let from: String
        public let to: String
        public let label: String

        public init(from: String, to: String, label: String) {
            self.from = from
            self.to = to
            self.label = label
        }
    }

    public let title: String
    public let states: [String]
    public let arrows: [Arrow]
    /// Where it begins; nil when the chart does not say.
    public let start: String?
    /// The states in which it ends.
    public let ends: [String]

    /// A state that only an arrow, `start` or `ends` names is added after the others.
    public init(title: String, states: [String], arrows: [Arrow], start: String? = nil, ends: [String] = []) {
        var all: [String] = []
        var places: [String: Int] = [:]
        for state in states + arrows.flatMap({ [$0.from, $0.to] }) + [start].compactMap({ $0 }) + ends
        where places[state] == nil {
            places[state] = all.count
            all.append(state)
        }
        self.title = title
        self.states = all
        self.start = start
        self.ends = ends
        self.arrows = Self.merged(arrows, places: places)
    }

    private static func merged(_ arrows: [Arrow], places: [String: Int]) -> [Arrow] {
        func place(_ state: String) -> Int { places[state] ?? 0 }
        let sorted = arrows.sorted {
            (place($0.from), place($0.to), $0.label) < (place($1.from), place($1.to), $1.label)
        }
        var merged: [Arrow] = []
        var lastLabel: String?
        for arrow in sorted {
            if let last = merged.last, last.from == arrow.from, last.to == arrow.to {
                if arrow.label != lastLabel, !arrow.label.isEmpty {
                    merged[merged.count - 1] = Arrow(
                        from: last.from, to: last.to,
                        label: last.label.isEmpty ? arrow.label : last.label + ", " + arrow.label)
                }
            } else {
                merged.append(arrow)
            }
            lastLabel = arrow.label
        }
        return merged
    }

    /// Mermaid, to be put between the fences of a Markdown file.
    public var mermaid: String {
        var lines = ["stateDiagram-v2", "    %% \(Self.oneLine(title))"]
        for (index, state) in states.enumerated() where !Self.isIdentifier(state) {
            lines.append("    state \"\(Self.mermaidText(state))\" as \(Self.identifier(state, index))")
        }
        if let start { lines.append("    [*] --> \(identifier(start))") }
        for arrow in arrows {
            let label = arrow.label.isEmpty ? "" : " : \(Self.mermaidText(arrow.label))"
            lines.append("    \(identifier(arrow.from)) --> \(identifier(arrow.to))\(label)")
        }
        for end in ends { lines.append("    \(identifier(end)) --> [*]") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Graphviz.
    public var dot: String {
        var lines = ["digraph \(Self.dotText(title)) {", "    node [shape=box, style=rounded];"]
        if start != nil { lines.append("    \"[*]\" [shape=point, label=\"\"];") }
        for state in states {
            lines.append("    \(Self.dotText(state))\(ends.contains(state) ? " [peripheries=2]" : "");")
        }
        if let start { lines.append("    \"[*]\" -> \(Self.dotText(start));") }
        for arrow in arrows {
            let label = arrow.label.isEmpty ? "" : " [label=\(Self.dotText(arrow.label))]"
            lines.append("    \(Self.dotText(arrow.from)) -> \(Self.dotText(arrow.to))\(label);")
        }
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func identifier(_ state: String) -> String {
        Self.identifier(state, states.firstIndex(of: state) ?? 0)
    }

    /// The state's own name where Mermaid takes it, else its number.
    private static func identifier(_ state: String, _ index: Int) -> String {
        isIdentifier(state) ? state : "s\(index + 1)"
    }

    /// Letters, digits and underscores; not a word that Mermaid keeps for itself, nor one of the numbered names.
    static func isIdentifier(_ state: String) -> Bool {
        let kept = ["state", "note", "end", "direction", "class", "classDef", "default", "style", "as"]
        guard let first = state.utf8.first, !kept.contains(state) else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        let isNumbered = state.hasPrefix("s") && state.utf8.dropFirst().allSatisfy(isDigit)
        return isLetter(first) && !isNumbered && state.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 95 }
    }

    /// Characters that Mermaid reads as syntax become its numeric entities.
    static func mermaidText(_ text: String) -> String {
        var shown = ""
        for scalar in oneLine(text).unicodeScalars {
            switch scalar {
            case "\"", ";", ":", "#", "<", ">", "{", "}", "%": shown += "#\(scalar.value);"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    static func dotText(_ text: String) -> String {
        var shown = "\""
        for scalar in oneLine(text).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { shown += "\\" }
            shown.unicodeScalars.append(scalar)
        }
        return shown + "\""
    }

    static func oneLine(_ text: String) -> String { text.shown(limit: 1_000) }
}
