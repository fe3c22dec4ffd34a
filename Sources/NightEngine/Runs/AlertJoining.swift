internal import CallTree
internal import RunbookModel
internal import ServiceHours

extension RunStep {
    /// What is left of a batch once the alerts that our own actions have caused have joined their runs.
    struct Sifted {
        var inputs: [Input]
        /// How many alerts were taken out of an input, by its place.
        var joined: [Int: Int] = [:]
        var events: [RunEvent] = []
    }

    /// Takes out of a batch the alerts that are of a run's own doing (attribution).
    ///
    /// - Parameter calls: an alert that would neither open an incident there nor open one again calls nobody.
    mutating func sift(_ inputs: [Input], calls: Board, at now: Instant) -> Sifted {
        var sifted = Sifted(inputs: inputs)
        if board.runs.isEmpty { return sifted }
        for (place, input) in inputs.enumerated() {
            guard case .alertsReceived(let contract, let alerts) = input else { continue }
            // Of a key that stands in a body twice, the firing decides, as in the call tree: it is looked at last.
            var passed: [Alert] = []
            for alert in alerts.filter({ $0.status != .firing }) + alerts.filter({ $0.status == .firing }) {
                guard let events = join(alert, contract, calls, at: now) else {
                    passed.append(alert)
                    continue
                }
                for event in events { commit(event, at: now) }
                sifted.events += events
            }
            guard passed.count < alerts.count else { continue }
            sifted.inputs[place] = .alertsReceived(contract, passed)
            sifted.joined[place] = alerts.count - passed.count
        }
        return sifted
    }

    /// Nil for an alert that is not a run's.
    private func join(
        _ alert: Alert, _ contract: ContractID, _ calls: Board, at now: Instant
    ) -> [RunEvent]? {
        let joined = JoinedAlert(alert)
        if let run = board.runJoined(by: joined.key, of: contract.text) {
            // Said again it says nothing new.
            return alert.status == .resolved ? [.alertSettled(run, joined.key)] : []
        }
        guard alert.status == .firing else { return nil }
        for expected in expected[contract] ?? [] where expected.when.matches(alert) {
            let events = board.decideJoining(joined, of: contract.text, target: expected.target, at: now)
            if !events.isEmpty { return calls.wouldOpen(alert, for: contract, at: now) ? events : nil }
        }
        return nil
    }
}

extension JoinedAlert {
    fileprivate init(_ alert: Alert) {
        self.init(
            key: Key(source: alert.source.text, dedupKey: alert.dedupKey), severity: alert.severity.name,
            severityRaw: alert.severityRaw, name: alert.name, summary: alert.summary, startedAt: alert.startedAt,
            labels: alert.labels.map { StepValue.Pair(name: $0.name, value: $0.value) })
    }

    /// As its sender sent it.
    var alert: Alert {
        Alert(
            source: SourceID(key.source), dedupKey: key.dedupKey, status: .firing,
            severity: Severity.allCases.first { $0.name == severity } ?? .unknown, severityRaw: severityRaw, name: name,
            summary: summary, startedAt: startedAt, labels: labels.map { Label(name: $0.name, value: $0.value) })
    }
}
