import RunbookModel
import ServiceHours

/// The run over time: a lane with its rounds, coloured by the gravest verdict, and one with its actions.
struct RunLanes {
    let story: RunStory
    let language: Language

    private struct Stretch {
        let kind: String
        let from: Instant
        let to: Instant
        let said: String
    }

    func write(to page: inout MarkupText) {
        let lanes = [(language.says("確認", "Rounds"), rounds), (language.says("処置", "Actions"), actions)]
        let all = lanes.flatMap(\.1)
        guard let begin = all.map(\.from).min(), let end = all.map(\.to).max(), begin < end else { return }
        page.element("p", ["class": "quiet"]) { page in
            for (style, text) in [
                ("key ok", language.says("正常", "normal")), ("key ng", language.says("異常", "abnormal")),
                ("key un", language.says("不明・注意", "unknown or warning")), ("key act", language.says("処置", "action")),
            ] {
                page.element("span", ["class": style]) { _ in }
                page.write(text)
            }
        }
        for (title, stretches) in lanes where !stretches.isEmpty {
            page.constant("\n")
            page.element("div", ["class": "lane"]) { page in
                page.element("span", ["class": "quiet"], text: title)
                write(stretches, title, begin, end, to: &page)
            }
        }
        page.element("p", ["class": "axis quiet"]) { page in
            page.element("span", text: begin.clock)
            page.element("span", text: end.shownSince(begin).words(language))
            page.element("span", text: end.clock)
        }
    }

    private func write(
        _ stretches: [Stretch], _ title: String, _ begin: Instant, _ end: Instant, to page: inout MarkupText
    ) {
        let whole = Double(max(1, end.since(begin).microseconds))
        func place(_ instant: Instant) -> Int { Int(Double(instant.since(begin).microseconds) / whole * 1_000) }
        let label = "\(title): " + stretches.map(\.said).joined(separator: ", ")
        page.element(
            "svg", ["viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img", "aria-label": label]
        ) {
            page in
            for stretch in stretches {
                let (from, to) = (place(stretch.from), place(stretch.to))
                page.element(
                    "rect",
                    ["class": stretch.kind, "x": "\(from)", "y": "0", "width": "\(max(6, to - from))", "height": "10"]
                ) { $0.element("title", text: stretch.said) }
            }
        }
    }

    private var rounds: [Stretch] {
        story.run.rounds.compactMap { round in
            let end = round.ended ?? round.results.values.map(\.evidence.readAt).max()
            guard let end else { return nil }
            let worst = Verdict.inReports.first { verdict in round.results.values.contains { $0.verdict == verdict } }
            let kind =
                switch worst {
                case .abnormal: "ng"
                case .unknown, .warning, .skipped, nil: "un"
                case .normal: "ok"
                }
            let word = worst?.word(language) ?? ""
            return Stretch(
                kind: kind, from: round.began, to: max(end, round.began), said: "\(round.began.clock) \(word)")
        }
    }

    private var actions: [Stretch] {
        story.steps.sorted { $0.key < $1.key }.compactMap { place, step in
            guard let from = step.intendedAt else { return nil }
            let title = story.run.action(StepID(run: story.run.id, place: place))?.title ?? ""
            return Stretch(kind: "act", from: from, to: step.endedAt ?? from, said: "\(from.clock) \(title.shown())")
        }
    }
}
