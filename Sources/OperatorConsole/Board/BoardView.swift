internal import CallTree
internal import ServiceHours

/// What the page shows of the board, copied out in one short look: a handful of values, never the board itself.
struct BoardView: Sendable {
    /// How many of each are copied at most; a page shows no more than a person reads.
    enum Limit {
        static let escalations = 12
        static let waiting = 50
        static let carried = 50
        static let recent = 50
        static let alarms = 50
        /// Of one escalation.
        static let incidents = 20
    }

    struct Running: Sendable {
        let id: EscalationID
        let terms: CallTerms
        let startedAt: Instant
        let closing: Instant?
        /// The first of them.
        let incidents: [IncidentID]
        let incidentCount: Int
        let severity: Severity
        let attempt: Attempt?
        let turn: Turn?
    }

    struct Gathering: Sendable {
        let contract: ContractID
        let until: Instant
    }

    /// Numbers over the whole board.
    struct Counts: Hashable, Sendable {
        /// Incidents without an end: waiting for the opening, to be called, carried by an escalation.
        var waiting = 0
        var pending = 0
        var carried = 0
        /// Incidents that have ended and whose key is still held.
        var ended = 0
        var escalations = 0
        var calls = 0
        var mailsOwed = 0
        var alarms = 0

        var open: Int { waiting + pending + carried }
        var incidents: Int { open + ended }
    }

    var counts = Counts()
    /// The gravest first, then the oldest.
    var running: [Running] = []
    /// Without an end and not carried by an escalation; the oldest first.
    var waiting: [Incident] = []
    /// Carried by an escalation; the oldest first.
    var carried: [Incident] = []
    /// The newest first.
    var recent: [Incident] = []
    /// Who took the recent incidents on the telephone, as far as the escalation is still on the board.
    var takers: [IncidentID: Contact] = [:]
    var gatherings: [Gathering] = []
    var alarms: [(id: AlarmID, alarm: Alarm)] = []
    /// Calls under way on each line, in order of the lines' ids.
    var callsByLine: [(line: LineID, calls: Int)] = []
    var clockTrusted = true
    var readiness: ReadinessFound?

    init(_ board: Board) {
        clockTrusted = board.clockTrusted
        readiness = board.readiness
        counts.mailsOwed = board.mails.count
        counts.alarms = board.alarms.count
        alarms = board.alarms.keys.sorted().suffix(Limit.alarms).compactMap { id in
            board.alarms[id].map { (id, $0) }
        }
        look(at: board.incidents)
        look(at: board.escalations)
        for incident in recent {
            guard case .ended(_, .contact(let attempt)) = incident.place else { continue }
            takers[incident.id] = board.escalations[attempt.escalation]?.terms.turn(attempt.number)?.contact
        }
        gatherings = board.desks.compactMap { id, desk in
            desk.gatheringUntil.map { Gathering(contract: id, until: $0) }
        }.sorted { $0.contract.text < $1.contract.text }
    }

    private mutating func look(at incidents: [IncidentID: Incident]) {
        var newest = Greatest<IncidentID>(Limit.recent)
        var oldestWaiting = Greatest<OldestFirst>(Limit.waiting)
        var oldestCarried = Greatest<OldestFirst>(Limit.carried)
        for (id, incident) in incidents {
            newest.take(id)
            switch incident.place {
            case .waiting:
                counts.waiting += 1
                oldestWaiting.take(OldestFirst(id: id))
            case .pending:
                counts.pending += 1
                oldestWaiting.take(OldestFirst(id: id))
            case .carried:
                counts.carried += 1
                oldestCarried.take(OldestFirst(id: id))
            case .ended: counts.ended += 1
            }
        }
        recent = newest.inOrder.compactMap { incidents[$0] }
        waiting = oldestWaiting.inOrder.compactMap { incidents[$0.id] }
        carried = oldestCarried.inOrder.compactMap { incidents[$0.id] }
    }

    /// Every incident that was copied, each once, in the order in which they opened.
    var listed: [Incident] {
        let known = Set(recent.map(\.id))
        let older = (waiting + carried).filter { !known.contains($0.id) }
        return (recent + older).sorted { $0.id < $1.id }
    }

    private mutating func look(at escalations: [EscalationID: Escalation]) {
        var gravest = Greatest<Urgency>(Limit.escalations)
        var lines: [LineID: Int] = [:]
        for (id, escalation) in escalations {
            if case .calling(let call) = escalation.attempt?.state {
                counts.calls += 1
                lines[call.line, default: 0] += 1
            }
            guard escalation.ended == nil else { continue }
            counts.escalations += 1
            gravest.take(Urgency(severity: escalation.severity, id: id))
        }
        running = gravest.inOrder.compactMap { escalations[$0.id] }.map(Running.init)
        callsByLine = lines.map { ($0.key, $0.value) }.sorted { $0.line.text < $1.line.text }
    }

    private struct OldestFirst: Comparable {
        let id: IncidentID
        static func < (left: OldestFirst, right: OldestFirst) -> Bool { left.id > right.id }
    }

    /// Greater is more urgent.
    private struct Urgency: Comparable {
        let severity: Severity
        let id: EscalationID
        static func < (left: Urgency, right: Urgency) -> Bool {
            (left.severity, left.id) > (right.severity, right.id)
        }
    }
}

extension BoardView.Running {
    fileprivate init(_ escalation: Escalation) {
        id = escalation.id
        terms = escalation.terms
        startedAt = escalation.startedAt
        closing = escalation.closing
        incidents = Array(escalation.incidents.prefix(BoardView.Limit.incidents))
        incidentCount = escalation.incidents.count
        severity = escalation.severity
        attempt = escalation.attempt
        turn = escalation.terms.turn(escalation.attemptsUsed + 1)
    }
}

/// Keeps the greatest few of many without sorting the many.
struct Greatest<Element: Comparable> {
    private let limit: Int
    private(set) var inOrder: [Element] = []

    init(_ limit: Int) {
        self.limit = limit
    }

    /// The greatest comes first.
    mutating func take(_ element: Element) {
        if inOrder.count == limit, let least = inOrder.last, element <= least { return }
        let place = inOrder.firstIndex { $0 < element } ?? inOrder.endIndex
        inOrder.insert(element, at: place)
        if inOrder.count > limit { inOrder.removeLast() }
    }
}
