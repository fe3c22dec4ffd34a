public import CallTree
public import ServiceHours

/// What the engine has to say to whoever watches the process, once each time that it happens.
public enum EngineNotice: Hashable, Sendable {
    case journalUnwritable(why: String)
    case journalWritable
    /// The reserve of the journal's disk is in use: new alerts are refused.
    case spaceTight
    case spaceBack
    /// The events of a subject could not be read at the start; which, and why.
    case setAside(String)
    /// The alarm is durable, and the operator must be told. A notice is lost with the process; after a start
    /// `JournalEvents.alarms(after:)` gives what was raised and not told.
    case alarmRaised(AlarmID, Alarm, at: Instant)
    /// The journal has not answered for `EngineLoop.patienceSeconds`: its disk hangs, and the engine with it.
    case journalSilent
    case journalAnswers
}

extension EngineNotice: CustomStringConvertible {
    public var description: String {
        switch self {
        case .journalUnwritable(let why): "alerts are refused and nobody new is called, because \(why)"
        case .journalWritable: "the journal can be written again"
        case .spaceTight:
            "new alerts are refused until the journal's disk has space again; the trees under way go on with its reserve"
        case .spaceBack: "the journal's disk has space again; alerts are taken"
        case .setAside(let subject): "\(subject): left out, because its events cannot be read; everything else runs"
        case .alarmRaised(let id, let alarm, _): "alarm \(id) is raised: \(alarm)"
        case .journalSilent: "the disk of the journal does not answer; nothing goes on until it does"
        case .journalAnswers: "the disk of the journal answers again"
        }
    }
}
