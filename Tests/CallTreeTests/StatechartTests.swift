import DrillSimulator
import Foundation
import Reports
import Testing

struct StatechartTests {
    @Test func `the picture in the README is the one walked from the code`() throws {
        let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        guard let text = try? String(contentsOf: readme, encoding: .utf8),
            let begin = text.range(of: "<!-- statechart -->\n"), let end = text.range(of: "<!-- /statechart -->")
        else { return }
        let wanted = "```mermaid\n\(Walk.statechart().mermaid)```"
        let picture = text[begin.upperBound..<end.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(picture == wanted, "`nightcall diagram` prints it")
    }

    @Test func `the walked charts are small enough to be read, and show every end`() throws {
        let sheet = Walk.statechart()
        for part in sheet.parts { #expect(part.chart.arrows.count <= 30, "\(part.name)") }
        let incident = try #require(sheet.parts.first { $0.name == "incident" }).chart
        for end in incident.ends { #expect(incident.arrows.contains { $0.to == end }, "\(end)") }
    }

    @Test func `the walk of the charts is the same every time`() {
        #expect(Walk.statechart() == Walk.statechart())
    }
}
