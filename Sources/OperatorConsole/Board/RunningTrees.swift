internal import CallTree
internal import Reports

/// The running escalations with the attempts made so far, which stand in the journal alone.
///
/// Read again only when the journal has grown. Of an incident only its opening is needed, and that once: a trouble may
/// have been reported thousands of times since.
actor RunningTrees {
    private struct Drawn {
        let eventCount: Int
        let trees: [EscalationID: EscalationReport]
    }

    private let journal: JournalReading
    private var drawn = Drawn(eventCount: -1, trees: [:])
    /// What opened the first incident of each escalation that runs.
    private var openings: [EscalationID: RecordedEvent] = [:]

    init(_ journal: JournalReading) {
        self.journal = journal
    }

    /// In the order asked for; one that cannot be read is left out.
    ///
    /// - Parameter eventCount: how many events the engine had appended before the escalations were looked up.
    func trees(of running: [BoardView.Running], eventCount: Int) async -> [EscalationReport] {
        if drawn.eventCount != eventCount || running.contains(where: { drawn.trees[$0.id] == nil }) {
            var trees: [EscalationID: EscalationReport] = [:]
            for escalation in running { trees[escalation.id] = await tree(of: escalation) }
            drawn = Drawn(eventCount: eventCount, trees: trees)
            openings = openings.filter { trees[$0.key] != nil }
        }
        return running.compactMap { drawn.trees[$0.id] }
    }

    /// With the opening alone the incident never ends, so that every attempt of the tree concerns it.
    private func tree(of escalation: BoardView.Running) async -> EscalationReport? {
        guard let incident = escalation.incidents.first, let events = await journal.events(of: escalation.id) else {
            return nil
        }
        if openings[escalation.id] == nil { openings[escalation.id] = await journal.opening(of: incident) }
        guard let opening = openings[escalation.id] else { return nil }
        return IncidentReport(incident: incident, events: [opening] + events)?.escalations
            .first { $0.id == escalation.id }
    }
}
