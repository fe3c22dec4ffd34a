internal import CallTree
internal import EventBytes
internal import EventJournal
internal import RunbookModel
internal import ServiceHours

/// Events as journal entries and rows as events. The journal knows neither side's meaning.
enum JournalForm {
    /// The kinds of subjects in a journal. Never renumbered.
    enum SubjectKind: UInt8 {
        case incident = 1
        case escalation, mail, alarm, site, run
        /// The switch that stops all actions; open from its first event on.
        case stopSwitch
    }

    static func entry(_ event: Event, at instant: Instant) -> JournalEntry {
        let encoded = event.encoded
        let standing: JournalStanding =
            switch event.standing {
            case .opens: .opens
            case .continues: .continues
            case .closes: .closes
            }
        return JournalEntry(
            instant: instant.microseconds, subject: event.subject.map(subject), standing: standing, kind: encoded.kind,
            version: encoded.version, payload: encoded.payload, texts: encoded.texts)
    }

    static func recorded(_ row: JournalRow) throws(EventCodingError) -> RecordedEvent {
        let event = try Event(kind: row.kind, version: row.version, payload: row.payload, texts: row.texts)
        return RecordedEvent(
            sequence: Int(row.sequence), instant: Instant(microseconds: row.instant), event: event)
    }

    static func subject(_ subject: EventSubject) -> JournalSubject {
        switch subject {
        case .incident(let id): JournalSubject(kind: SubjectKind.incident.rawValue, id: Int64(id.number))
        case .escalation(let id): JournalSubject(kind: SubjectKind.escalation.rawValue, id: Int64(id.number))
        case .mail(let id): JournalSubject(kind: SubjectKind.mail.rawValue, id: Int64(id.number))
        case .alarm(let id): JournalSubject(kind: SubjectKind.alarm.rawValue, id: Int64(id.number))
        case .site: JournalSubject(kind: SubjectKind.site.rawValue, id: 0)
        case .run(let number): JournalSubject(kind: SubjectKind.run.rawValue, id: Int64(number))
        }
    }

    /// Nil for a kind that this version does not know.
    static func subject(_ subject: JournalSubject) -> EventSubject? {
        let id = Int(subject.id)
        return switch SubjectKind(rawValue: subject.kind) {
        case .incident: .incident(IncidentID(id))
        case .escalation: .escalation(EscalationID(id))
        case .mail: .mail(MailID(id))
        case .alarm: .alarm(AlarmID(id))
        case .run: .run(id)
        case .site, .stopSwitch: .site
        case nil: nil
        }
    }

    // MARK: Runs

    static func entry(_ event: RunEvent, at instant: Instant) -> JournalEntry {
        let encoded = event.encoded
        return JournalEntry(
            instant: instant.microseconds, subject: subject(of: event), standing: standing(of: event),
            kind: encoded.kind, version: encoded.version, payload: encoded.payload, texts: encoded.texts)
    }

    /// Nil for a row that is about no run.
    static func recordedRun(_ row: JournalRow) throws(EventCodingError) -> RecordedRunEvent? {
        guard RunEvent.isKind(row.kind) else { return nil }
        let event = try RunEvent(kind: row.kind, version: row.version, payload: row.payload, texts: row.texts)
        return RecordedRunEvent(
            sequence: Int(row.sequence), at: Instant(microseconds: row.instant), event: event)
    }

    private static func subject(of event: RunEvent) -> JournalSubject {
        event.run.map { subject(.run($0.number)) } ?? JournalSubject(kind: SubjectKind.stopSwitch.rawValue, id: 0)
    }

    private static func standing(of event: RunEvent) -> JournalStanding {
        switch event {
        case .started, .allStopped: .opens
        case .forgotten, .allReleased: .closes
        case .roundBegan, .checkEnded, .roundEnded, .decided, .proved, .roundDue, .approvalAsked, .approved,
            .guardsAsked, .standingRead, .actionIntended, .actionEnded, .actionUnclear, .ended, .ticketNoted, .reported,
            .alertJoined, .alertSettled, .alertsReleased, .proofFailed:
            .continues
        }
    }
}
