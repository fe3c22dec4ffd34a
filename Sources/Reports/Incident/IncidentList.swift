public import CallTree
public import ServiceHours

/// One line for each incident, from the events alone: what `incidents list` and the console show.
///
/// Far lighter than the reports: it keeps a row an incident and what is needed to count attempts.
public struct IncidentList: Sendable {
    /// The attempt under way. It counts once for each incident that was carried when it was dialled, or came in before it
    /// was answered.
    private struct LiveAttempt {
        let number: Int
        var isAnswered = false
        var countedFor: Set<IncidentID> = []
        /// Came in since, and are counted as soon as the attempt is told of again.
        var cameIn: [IncidentID] = []
    }

    private struct Tree {
        let terms: CallTerms
        var incidents: [IncidentID]
        var members: Set<IncidentID>
        var attempt: LiveAttempt?
    }

    /// In the order in which they opened.
    public private(set) var rows: [Row] = []
    private var places: [IncidentID: Int] = [:]
    private var trees: [EscalationID: Tree] = [:]

    public init() {}

    public init(events: [RecordedEvent]) {
        for event in events { take(event) }
    }

    public mutating func take(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .incidentOpened(let id, let contract, let alert, let course):
            places[id] = rows.count
            rows.append(
                Row(
                    id: id, contract: contract, alert: alert, openedAt: recorded.instant, place: Self.place(course)))
        case .alertHeard(let id): change(id) { $0.recoveredAt = nil }
        case .alertRecovered(let id): change(id) { $0.recoveredAt = recorded.instant }
        case .incidentDeferred(let id, let until): change(id) { $0.place = .waiting(until: until) }
        case .incidentReopened(let id, let reason, let course):
            change(id) { row in
                if reason == .firedAgain { row.recoveredAt = nil }
                row.place = Self.place(course)
                row.end = nil
                row.endedAt = nil
                row.acknowledgedBy = nil
            }
        case .incidentEnded(let id, let end, let reason):
            let acknowledger = end == .acknowledged ? acknowledger(reason) : nil
            change(id) { row in
                row.place = .ended
                row.end = end
                row.endedAt = recorded.instant
                row.acknowledgedBy = acknowledger
            }
        case .escalationStarted(let id, let terms, let incidents, _):
            trees[id] = Tree(terms: terms, incidents: incidents, members: Set(incidents))
            for incident in incidents { carry(incident, in: id) }
        case .incidentJoined(let id, let incident):
            if trees[id]?.members.insert(incident).inserted == true { trees[id]?.incidents.append(incident) }
            if trees[id]?.attempt?.isAnswered == false { trees[id]?.attempt?.cameIn.append(incident) }
            carry(incident, in: id)
        case .tryPlaced(let id, _, _):
            follow(id.attempt)
            trees[id.escalation]?.attempt?.isAnswered = false
        case .answered(let id, _, _, _):
            follow(id.attempt)
            trees[id.escalation]?.attempt?.isAnswered = true
        case .rang(let id), .machineDetected(let id), .promptEnded(let id), .keyPressed(let id, _),
            .keyAnswered(let id),
            .outcomeDecided(let id, _), .hangUpAsked(let id, _), .tryUnsure(let id, _), .tryFailed(let id, _),
            .tryLost(let id):
            follow(id.attempt)
        case .attemptEnded(let id, _, _):
            follow(id)
            trees[id.escalation]?.attempt = nil
        case .escalationEnded(let id, _, _): move(from: .carried, to: .pending, in: id)
        case .escalationResumed(let id, _): move(from: .pending, to: .carried, in: id)
        case .escalationForgotten(let id): trees[id] = nil
        case .alertRecorded, .incidentForgotten, .attemptWaits, .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared,
            .lineChanged, .lineCounted, .readinessJudged,
            .clockStepped, .clockJudged, .journalRestored:
            break
        }
    }

    private mutating func follow(_ id: AttemptID) {
        guard let tree = trees[id.escalation] else { return }
        if tree.attempt?.number != id.number {
            trees[id.escalation]?.attempt = LiveAttempt(number: id.number)
            count(in: id.escalation, tree.incidents)
        } else if let cameIn = tree.attempt?.cameIn, !cameIn.isEmpty {
            trees[id.escalation]?.attempt?.cameIn = []
            count(in: id.escalation, cameIn)
        }
    }

    /// Counts the attempt under way for those of the incidents that have no end, once each.
    private mutating func count(in id: EscalationID, _ incidents: [IncidentID]) {
        for incident in incidents {
            guard let place = places[incident], rows[place].end == nil,
                trees[id]?.attempt?.countedFor.insert(incident).inserted == true
            else { continue }
            rows[place].attempts = (rows[place].attempts ?? 0) + 1
        }
    }

    /// A recorded incident is ended by the next event of the same decision.
    private static func place(_ course: Course) -> Row.Place {
        switch course {
        case .call, .gathers, .record: .pending
        case .waits(let until): .waiting(until: until)
        }
    }

    /// Those that are left when a tree ends wait for the next one, and are carried again when it goes on.
    private mutating func move(from: Row.Place, to: Row.Place, in id: EscalationID) {
        for incident in trees[id]?.incidents ?? [] {
            change(incident) { row in
                if row.place == from, row.escalation == id { row.place = to }
            }
        }
    }

    private mutating func carry(_ incident: IncidentID, in id: EscalationID) {
        change(incident) { row in
            row.place = .carried
            row.escalation = id
        }
    }

    private func acknowledger(_ reason: EndReason) -> IncidentReport.Acknowledger? {
        switch reason {
        case .contact(let attempt):
            trees[attempt.escalation]?.terms.turn(attempt.number).map { .contact(CalledContact($0.contact)) }
        case .operatorAsked(let name, _): .operatorNamed(name)
        case .alertRecovered, .roundsMade, .noCallGotThrough, .cap, .callsPerDay, .windowClosed, .recordOnly, .stale,
            .neverOpen,
            .contractGone, .journalRestored:
            nil
        }
    }

    private mutating func change(_ id: IncidentID, _ change: (inout Row) -> Void) {
        guard let place = places[id] else { return }
        change(&rows[place])
    }
}

extension IncidentList {
    /// A table for a terminal; ends with a line feed.
    public static func text(_ rows: [Row], language: Language = .japanese) -> String {
        let head = language.says(
            ["番号", "状態", "受信", "契約", "重要度", "呼出", "受領者", "要約"],
            ["No.", "State", "Opened", "Contract", "Severity", "Calls", "Taken by", "Summary"])
        let body = rows.map { row in
            [
                row.id.description, row.end?.words(language) ?? language.says("未終了", "open"),
                row.openedAt.japanTime.dateAndClock, row.contract.text.shown(limit: 40), row.severity.name,
                row.attempts.map(String.init) ?? "-", row.acknowledgedBy?.words(language) ?? "-",
                row.summary.shown(limit: 80),
            ]
        }
        let table = [head] + body
        let widths = head.indices.map { column in table.map { $0[column].columns }.max() ?? 0 }
        let lines = table.map { cells in
            cells.indices.map { $0 == cells.count - 1 ? cells[$0] : cells[$0].padded(to: widths[$0]) }.joined(
                separator: "  ")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
