public import CallTree
internal import EventJournal
public import ServiceHours

/// An alarm as the journal tells it.
public struct RaisedAlarm: Hashable, Sendable {
    public let id: AlarmID
    public let alarm: Alarm
    public let raisedAt: Instant
    /// Nil while it is lit.
    public let clearedAt: Instant?

    public init(id: AlarmID, alarm: Alarm, raisedAt: Instant, clearedAt: Instant? = nil) {
        self.id = id
        self.alarm = alarm
        self.raisedAt = raisedAt
        self.clearedAt = clearedAt
    }
}

extension JournalEvents {
    /// Every alarm with a higher number, lit or over, in the order in which they were raised.
    /// - Throws: `JournalError`.
    public func alarms(after last: AlarmID) throws -> [RaisedAlarm] {
        let highest = try journal.highestID(of: JournalForm.SubjectKind.alarm.rawValue)
        guard highest > last.number else { return [] }
        return try (last.number + 1...Int(highest)).compactMap { try alarm(AlarmID($0)) }
    }

    /// The alarm before the first that is lit, or the last there is when none is.
    /// - Throws: `JournalError`.
    public func lastAlarmBeforeLit() throws -> AlarmID {
        let kind = JournalForm.SubjectKind.alarm.rawValue
        let lit = try journal.openSubjects().lazy.filter { $0.kind == kind }.map(\.id).min()
        return AlarmID(Int(try lit.map { $0 - 1 } ?? journal.highestID(of: kind)))
    }

    private func alarm(_ id: AlarmID) throws -> RaisedAlarm? {
        var raised: (alarm: Alarm, at: Instant)?
        var clearedAt: Instant?
        for recorded in try of(.alarm(id)) {
            if case .alarmRaised(_, let alarm) = recorded.event { raised = (alarm, recorded.instant) }
            if case .alarmCleared = recorded.event { clearedAt = recorded.instant }
        }
        return raised.map { RaisedAlarm(id: id, alarm: $0.alarm, raisedAt: $0.at, clearedAt: clearedAt) }
    }
}
