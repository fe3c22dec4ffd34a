import CallTree
import ServiceHours

/// The calls over time: a lane for each contact, and in it when its telephone was dialled, rang and talked.
struct CallLanes {
    let escalation: EscalationReport
    let language: Language

    /// A stretch of one call.
    private struct Stretch {
        let kind: String
        let from: Instant
        let to: Instant
    }

    func write(to page: inout MarkupText) {
        guard let begin = escalation.attempts.compactMap(\.placedAt).min(),
            let end = escalation.attempts.flatMap({ stretches($0) }).map(\.to).max(), begin < end
        else { return }
        page.element("p", ["class": "quiet"]) { page in
            page.write(language.says("時間の流れ", "Over time"))
            writeKey("key dial", language.says("発信", "dialling"), to: &page)
            writeKey("key ring", language.says("呼び出し音", "ringing"), to: &page)
            writeKey("key talk", language.says("通話", "talking"), to: &page)
            writeKey("key taken", language.says("受領した通話", "talking, acknowledged"), to: &page)
        }
        for (index, contact) in escalation.contacts.enumerated() {
            page.constant("\n")
            page.element("div", ["class": "lane"]) { page in
                page.element("span", ["class": "quiet"]) { page in
                    page.element("bdi", text: contact.name.shown(limit: 60))
                }
                let attempts = escalation.attempts.filter { $0.place == index + 1 }
                write(attempts, label: label(contact, attempts), from: begin, to: end, to: &page)
            }
        }
        page.element("p", ["class": "axis quiet"]) { page in
            page.element("span", text: begin.clock)
            page.element("span", text: end.shownSince(begin).words(language))
            page.element("span", text: end.clock)
        }
    }

    private func writeKey(_ style: String, _ text: String, to page: inout MarkupText) {
        page.element("span", ["class": style]) { _ in }
        page.write(text)
    }

    /// The lane for whoever hears the page: `佐藤（sato）: 22:15:03 応答なし、22:16:19 話し中`.
    private func label(_ contact: CalledContact, _ attempts: [AttemptReport]) -> String {
        let calls = attempts.compactMap { attempt in
            attempt.placedAt.map { at in
                "\(at.clock) \(attempt.outcome?.words(language) ?? attempt.outcomeWords(language))"
            }
        }
        let told = calls.joined(separator: language.says("、", ", "))
        return "\(contact.words(language)): " + (told.isEmpty ? language.says("呼び出しなし", "not called") : told)
    }

    private func write(
        _ attempts: [AttemptReport], label: String, from begin: Instant, to end: Instant, to page: inout MarkupText
    ) {
        // A thousand units wide and stretched to the width of the page; a stretch is never too thin to be seen.
        let whole = max(1, end.since(begin).microseconds)
        func place(_ instant: Instant) -> Int {
            Int(Double(instant.since(begin).microseconds) / Double(whole) * 1_000)
        }
        page.element(
            "svg",
            ["viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img", "aria-label": label]
        ) { page in
            for attempt in attempts {
                for stretch in stretches(attempt) {
                    let left = min(place(stretch.from), 997)
                    page.element(
                        "rect",
                        [
                            "class": stretch.kind, "x": String(left), "y": "1", "height": "8",
                            "width": String(max(3, place(stretch.to) - left)),
                        ]
                    ) { page in
                        let round = attempt.round.map(String.init) ?? ""
                        page.element("title", text: "\(round): \(stretch.from.clock) - \(stretch.to.clock)")
                    }
                }
            }
        }
    }

    /// Each try's dialling, ringing and talking; a try ends where the next begins or the attempt ends.
    private func stretches(_ attempt: AttemptReport) -> [Stretch] {
        var stretches: [Stretch] = []
        for (index, call) in attempt.tries.enumerated() {
            guard let placed = call.placedAt, let over = end(of: call, at: index, in: attempt) else { continue }
            let rang = call.rangAt ?? call.answeredAt ?? over
            stretches.append(Stretch(kind: "dial", from: placed, to: rang))
            if let rangAt = call.rangAt {
                stretches.append(Stretch(kind: "ring", from: rangAt, to: call.answeredAt ?? over))
            }
            if let answeredAt = call.answeredAt {
                stretches.append(
                    Stretch(kind: attempt.outcome == .acknowledged ? "taken" : "talk", from: answeredAt, to: over))
            }
        }
        return stretches.filter { $0.from < $0.to }
    }

    private func end(of call: TryReport, at index: Int, in attempt: AttemptReport) -> Instant? {
        switch call.ending {
        case .failed(let at, _), .lost(let at): at
        case nil: index + 1 < attempt.tries.count ? attempt.tries[index + 1].placedAt : attempt.ending?.at
        }
    }
}
