internal import CallTree
internal import EventJournal
internal import ServiceHours

/// Events as journal entries and rows as events. The journal knows neither side's meaning.
enum JournalForm {
    /// The kinds of subjects in a journal. Never renumbered.
    enum SubjectKind: UInt8 {
        case incident = 1
        case escalation, mail, alarm, site
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
        case .site: .site
        case nil: nil
        }
    }
}
