import DrillSimulator
import Foundation
import Reports
import Testing

@Suite struct StatechartTests {
    @Test func `the picture in the README is the one walked from the code`() throws {
        let readme = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- statechart -->\n"))
        let end = try #require(text.range(of: "\n<!-- /statechart -->"))
        #expect(text[begin.upperBound..<end.lowerBound] == "```mermaid\n\(WalkedCharts().call.mermaid)```")
    }

    @Test func `the walked charts are small enough to be read, and reach every end`() {
        let charts = WalkedCharts()
        for chart in [charts.call, charts.incident, charts.escalation] {
            #expect(chart.arrows.count <= 35, "\(chart.title)")
            for end in chart.ends { #expect(chart.arrows.contains { $0.to == end }, "\(chart.title): \(end)") }
        }
    }

    @Test func `the walk of the charts is the same every time`() {
        #expect(WalkedCharts() == WalkedCharts())
    }
}
