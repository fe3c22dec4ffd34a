internal import CallTree
internal import NightEngine
internal import Reports
internal import ServiceHours

/// The lines, the journal and the engine.
struct StatePanel {
    let page: ConsolePage

    func write(to markup: inout MarkupText) {
        let language = page.language
        markup.heading(language.says("回線", "Lines"), id: "lines")
        markup.facts(page.site.lines.map { line in (line.id.text.shown(limit: 60), lineWords(line)) })
        markup.heading(language.says("記録とエンジン", "Journal and engine"), id: "engine")
        markup.facts(facts)
    }

    private func lineWords(_ line: ConsoleLine) -> String {
        let language = page.language
        let calls = page.sight.board.callsByLine.first { $0.line == line.id }?.calls ?? 0
        let slots = line.slots.map { " / \($0)" } ?? ""
        return language.says("\(line.kind)・通話 \(calls)\(slots)", "\(line.kind), calls \(calls)\(slots)")
    }

    private var facts: [(label: String, value: String)] {
        let language = page.language
        let health = page.sight.health
        let counts = page.sight.board.counts
        let average = health.appends == 0 ? 0 : Double(health.appendMicroseconds / health.appends) / 1_000
        let slowest = Double(health.slowestAppendMicroseconds) / 1_000
        return [
            (
                language.says("記録", "Journal"),
                health.journal == .writable
                    ? language.says("書き込めます", "writable") : language.says("書き込めません", "cannot be written")
            ),
            (
                language.says("書き込み", "Appends"),
                language.says(
                    "\(health.appends)回・平均 \(average) ms・最長 \(slowest) ms",
                    "\(health.appends), \(average) ms on average, \(slowest) ms at most")
            ),
            (
                language.says("起動後の出来事", "Events since the start"), "\(health.events)"
            ),
            (
                language.says("未終了のインシデント", "Incidents without an end"), "\(counts.open)"
            ),
            (
                language.says("未送信のメール", "Mails owed"), "\(counts.mailsOwed)"
            ),
            (
                language.says("時計の飛び", "Clock steps"), "\(health.clockSteps)"
            ),
        ]
    }
}
