/// What a monitoring plugin writes: a text, after a `|` what it measured, further lines of text, and after a second `|`
/// more measurements to the end (Monitoring Plugins Development Guidelines, "Plugin output").
struct PluginOutput: Hashable, Sendable {
    /// The first line up to the `|`: for people.
    let text: String
    let further: String
    let performance: PerformanceData

    init(_ output: String) {
        // A line may end as the machine's system does.
        let lines = output.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let (first, measured) = Self.parts(lines.first ?? "")
        var further: [Substring] = []
        var performance = [measured]
        var isPerformance = false
        for line in lines.dropFirst() {
            if isPerformance {
                performance.append(line)
            } else if line.contains("|") {
                let (text, measured) = Self.parts(line)
                further.append(text)
                performance.append(measured)
                isPerformance = true
            } else {
                further.append(line)
            }
        }
        text = String(first).trimmed
        self.further = further.joined(separator: "\n").trimmed
        self.performance = PerformanceData(performance.joined(separator: " "))
    }

    private static func parts(_ line: Substring) -> (Substring, Substring) {
        guard let bar = line.firstIndex(of: "|") else { return (line, "") }
        return (line[..<bar], line[line.index(after: bar)...])
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
