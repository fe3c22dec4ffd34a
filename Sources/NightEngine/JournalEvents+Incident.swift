public import CallTree
internal import EventJournal
internal import RunbookModel
internal import ServiceHours

extension JournalEvents {
    /// Everything that a report of one incident needs; see `concerning(_:)` for several.
    public func concerning(_ incident: IncidentID) throws -> JournalExtract {
        try concerning([incident])
    }

    /// Everything that the reports of these incidents need: their own events and, whole, the escalations that carried
    /// them, their mails and their alarms. Empty when the journal has none of them.
    ///
    /// What an incident's own events do not name is looked for once for all of them, between the first opening and the
    /// last end; the rest is read by subject. A row that cannot be read is among the extract's unreadable ones only if it
    /// may have told of these incidents.
    public func concerning(_ incidents: [IncidentID]) throws -> JournalExtract {
        var extract = JournalExtract()
        var stretch = Stretch()
        for incident in incidents {
            let own = try self.extract(of: JournalForm.subject(.incident(incident)))
            stretch.cover(incident: own)
            extract.add(own)
        }
        try search(for: Set(incidents), in: &stretch, into: &extract)
        extract.events.sort { $0.sequence < $1.sequence }
        extract.unreadable.sort { $0.sequence < $1.sequence }
        return extract
    }

    private func search(
        for incidents: Set<IncidentID>, in stretch: inout Stretch, into extract: inout JournalExtract
    ) throws {
        guard let first = stretch.first else { return }
        var found: Set<JournalSubject> = []
        var others: Set<JournalSubject> = []
        var doubtful: [(row: UnreadableRow, subject: JournalSubject)] = []
        do {
            try journal.read(from: Int64(first), limit: .max) { row in
                if stretch.isOver(at: row) { throw ReadEnough() }
                // Most rows of a busy night are other incidents' own, and tell nothing of these.
                if row.subject?.kind == JournalForm.SubjectKind.incident.rawValue || RunEvent.isKind(row.kind) {
                    return
                }
                switch Self.event(row) {
                case .failure(let unreadable):
                    if let subject = row.subject { doubtful.append((unreadable, subject)) }
                case .success(let recorded):
                    switch recorded.event.relation(to: incidents) {
                    case .subject(let subject):
                        guard found.insert(JournalForm.subject(subject)).inserted else { return }
                        let whole = try self.extract(of: JournalForm.subject(subject))
                        if case .escalation = subject { stretch.cover(escalation: whole) }
                        extract.add(whole)
                    case .site: extract.events.append(recorded)
                    case .none:
                        if recorded.event.standing == .opens, let subject = row.subject { others.insert(subject) }
                    }
                }
            }
        } catch is ReadEnough {}
        // What was found was read whole, with its unreadable rows.
        extract.unreadable += doubtful.filter { !found.contains($0.subject) && !others.contains($0.subject) }.map(\.row)
    }

    private struct ReadEnough: Error {}
}

extension JournalExtract {
    fileprivate mutating func add(_ other: JournalExtract) {
        events += other.events
        unreadable += other.unreadable
    }
}

/// The part of a journal in which something may concern the incidents: from their opening until they have ended and what
/// called for them is over.
private struct Stretch {
    /// Nil while there is nothing to look for.
    private(set) var first: Int?
    private var last: (sequence: Int, instant: Instant)?
    /// One of them has no end: everything since may concern it.
    private var isOpen = false

    mutating func cover(incident own: JournalExtract) {
        guard let opening = [own.events.first?.sequence, own.unreadable.first?.sequence].compactMap(\.self).min() else {
            return
        }
        first = min(first ?? opening, opening)
        var end: RecordedEvent?
        for recorded in own.events {
            if case .incidentEnded = recorded.event { end = recorded }
            if case .incidentReopened = recorded.event { end = nil }
        }
        if let end { extend(to: end) } else { isOpen = true }
    }

    mutating func cover(escalation whole: JournalExtract) {
        let last = whole.events.last { recorded in
            if case .escalationForgotten = recorded.event { false } else { true }
        }
        if let last { extend(to: last) }
    }

    private mutating func extend(to event: RecordedEvent) {
        guard event.sequence > last?.sequence ?? 0 else { return }
        last = (event.sequence, event.instant)
    }

    /// What the last event led to was decided at the same instant, and belongs to it.
    func isOver(at row: JournalRow) -> Bool {
        guard !isOpen, let last else { return false }
        return row.sequence > last.sequence && row.instant > last.instant.microseconds
    }
}

extension Event {
    fileprivate enum Relation {
        /// All events of the subject concern the incidents.
        case subject(EventSubject)
        /// Concerns everything that was open then.
        case site
        case none
    }

    fileprivate func relation(to incidents: Set<IncidentID>) -> Relation {
        switch self {
        case .escalationStarted(let id, _, let carried, _):
            incidents.isDisjoint(with: carried) ? .none : .subject(.escalation(id))
        case .incidentJoined(let id, let joined): incidents.contains(joined) ? .subject(.escalation(id)) : .none
        case .mailOwed(let id, let mail): incidents.isDisjoint(with: mail.incidents) ? .none : .subject(.mail(id))
        case .alarmRaised(let id, _): .subject(.alarm(id))
        case .lineChanged, .clockStepped, .clockJudged, .journalRestored: .site
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
            .incidentEnded, .incidentForgotten, .escalationResumed, .escalationEnded, .escalationForgotten,
            .attemptWaits, .tryPlaced, .rang, .answered, .machineDetected, .promptEnded, .keyPressed, .keyAnswered,
            .outcomeDecided,
            .hangUpAsked, .tryUnsure, .tryFailed, .tryLost, .attemptEnded, .mailDelivered, .alarmCleared,
            .lineCounted, .readinessJudged:
            .none
        }
    }
}
