import CallTree
import Documents
import DrillSimulator
import ServiceHours

/// Reads what happens in a scenario, and when.
struct ScenarioEvents {
    let start: Instant
    /// Nil when it could not be read, and what belongs to it cannot be judged.
    let contract: Contract?
    let sources: [ContractSource]

    func alerts(_ field: Field?) -> [(at: Instant, alert: Alert)] {
        guard let field, let items = field.items() else { return [] }
        if items.isEmpty { field.error("there is no alert") }
        return items.compactMap { item in
            guard let section = item.section(ScenarioKeys.alert) else { return nil }
            let at = section["at"]?.moment(from: start)
            let key = section["dedupKey"]?.text()
            let severity = section["severity"]?.text()
            let labels = (section["labels"]?.entries() ?? []).compactMap { entry in
                entry.field.scalar(wanted: "a text").map { Label(name: entry.name, value: $0) }
            }
            let alert = Alert(
                source: section["source"].flatMap(source) ?? sources.first?.id ?? SourceID("drill"),
                dedupKey: key ?? "", status: section["status"]?.choice(of: Alert.Status.self) ?? .firing,
                severity: Severity(spelling: severity ?? ""), severityRaw: severity,
                name: section["name"]?.text() ?? "", summary: section["summary"]?.text() ?? "",
                startedAt: section["startedAt"]?.instant(from: start), labels: labels)
            guard let at, key != nil else { return nil }
            return (at, alert)
        }
    }

    func recoveries(_ field: Field?, keys: [String]) -> [Scenario.Recovery] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(ScenarioKeys.recovery) else { return nil }
            let key = section["dedupKey"].flatMap { dedupKey($0, among: keys) }
            let moments = [
                section["at"]?.moment(from: start).map(Scenario.Recovery.Moment.at),
                section["beforeAttempt"]?.integer(in: 1...1_000).map(Scenario.Recovery.Moment.beforeAttempt),
                section["duringAttempt"]?.integer(in: 1...1_000).map(Scenario.Recovery.Moment.duringAttempt),
            ].compactMap(\.self)
            guard hasOne(of: ["at", "beforeAttempt", "duringAttempt"], section, item), let key,
                let moment = moments.first
            else { return nil }
            return Scenario.Recovery(dedupKey: key, moment: moment)
        }
    }

    func operatorActions(_ field: Field?, keys: [String]) -> [Scenario.OperatorAction] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(ScenarioKeys.operatorAction) else { return nil }
            let at = section["at"]?.moment(from: start)
            let deed = section["do"]?.choice(of: Scenario.OperatorAction.Deed.self)
            let name = section["name"]?.text()
            let key = section["dedupKey"].flatMap { dedupKey($0, among: keys) }
            guard let at, let deed, let name, let key else { return nil }
            return Scenario.OperatorAction(at: at, deed: deed, name: name, dedupKey: key)
        }
    }

    func crashes(_ field: Field?) -> [Scenario.Crash] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(ScenarioKeys.crash) else { return nil }
            let moments = [
                section["at"]?.moment(from: start).map(Scenario.Crash.at),
                section["afterEvent"]?.integer(in: 1...1_000_000).map(Scenario.Crash.afterEvent),
            ].compactMap(\.self)
            return hasOne(of: ["at", "afterEvent"], section, item) ? moments.first : nil
        }
    }

    func lineChanges(_ field: Field?) -> [Scenario.LineChange] {
        (field?.items() ?? []).compactMap { item in
            guard let section = item.section(ScenarioKeys.line) else { return nil }
            let line = section["id"].flatMap(line)
            let at = section["at"]?.moment(from: start)
            let state = section["state"]?.choice(of: LineStateWord.self)
            guard let line, let at, let state else { return nil }
            return Scenario.LineChange(line: line, at: at, state: state.state)
        }
    }

    private func line(_ field: Field) -> LineID? {
        guard let text = field.text() else { return nil }
        // A contract without routes dials over whatever lines the scenario names.
        if let routes = contract?.terms.calls.routes.map(\.text), !routes.isEmpty, !routes.contains(text) {
            field.error(
                "no route of the contract uses the line \(Quoted(text))", mend: Suggestion.mending(text, among: routes))
            return nil
        }
        return LineID(text)
    }

    private func source(_ field: Field) -> SourceID? {
        guard let text = field.text() else { return nil }
        let ids = sources.map(\.id.text)
        guard ids.isEmpty || ids.contains(text) else {
            field.error("the contract has no source \(Quoted(text))", mend: Suggestion.mending(text, among: ids))
            return nil
        }
        return SourceID(text)
    }

    private func dedupKey(_ field: Field, among keys: [String]) -> String? {
        guard let text = field.text() else { return nil }
        guard keys.contains(text) else {
            field.error("no alert has the dedup key \(Quoted(text))", mend: Suggestion.mending(text, among: keys))
            return nil
        }
        return text
    }

    private func hasOne(of names: [String], _ section: Section, _ item: Field) -> Bool {
        let written = names.filter(section.has)
        if written.count != 1 {
            let choice = names.map { "`\($0)`" }.joined(separator: ", ")
            item.error(
                "\(written.isEmpty ? "none" : "more than one") of \(choice) is written", mend: "write one of them")
        }
        return written.count == 1
    }
}

/// How scenarios spell the state of a line.
private enum LineStateWord: String, CaseIterable {
    case up, down

    var state: LineState {
        switch self {
        case .up: .up
        case .down: .down
        }
    }
}

extension Field {
    /// An instant at which something happens in a drill; before its start nothing does.
    fileprivate func moment(from start: Instant) -> Instant? {
        let instant = instant(from: start)
        if let instant, instant < start {
            warning("\(label) lies before `start`", mend: "write a span from the start, like `+90s`")
        }
        return instant
    }

    /// An instant in RFC 3339, or a span from the start such as `+90s`, where there is a start.
    func instant(from start: Instant?) -> Instant? {
        let example = start == nil ? "2026-11-20T18:00:00+09:00" : "+90s, or 2026-11-20T18:00:00+09:00"
        guard let text = scalar(wanted: "an instant") else { return nil }
        if let start, text.hasPrefix("+") {
            guard let span = Span(settings: String(text.dropFirst())) else {
                error("\(label) is no span from the start", mend: "write it like `+90s`, `+15m` or `+2h`")
                return nil
            }
            return start + span
        }
        do throws(InstantError) {
            return try Instant(rfc3339: text)
        } catch {
            switch error {
            case .missingOffset, .outOfRange, .noSuchDay: self.error("\(label) is no instant", mend: "\(error)")
            case .empty, .unexpected: self.error("\(label) is no instant", mend: "write it like \(example)")
            }
            return nil
        }
    }
}
