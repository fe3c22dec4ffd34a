import CallTree
import ServiceHours

/// What was written down in a drill: the events, and beside them what happened without an event.
struct DrillJournal {
    private(set) var events: [RecordedEvent] = []
    /// Each with the number of events that came before it.
    private(set) var notes: [(place: Int, at: Instant, note: DrillNote)] = []
    private(set) var highest = Board.Counters()
    /// Subjects that were opened and not closed since: a restart needs only their events.
    private var open: Set<EventSubject> = []

    mutating func append(_ new: [Event], at now: Instant) {
        for event in new {
            events.append(RecordedEvent(sequence: events.count + 1, instant: now, event: event))
            keepAccounts(of: event)
        }
    }

    mutating func note(_ note: DrillNote, at now: Instant) {
        notes.append((events.count, now, note))
    }

    /// What a journal hands over after a restart: the events of everything that is open.
    var openEvents: [RecordedEvent] {
        events.filter { $0.event.subject.map(open.contains) ?? false }
    }

    private mutating func keepAccounts(of event: Event) {
        guard let subject = event.subject else { return }
        switch event.standing {
        case .opens: open.insert(subject)
        case .closes: open.remove(subject)
        case .continues: break
        }
        switch subject {
        case .incident(let id): highest.incident = max(highest.incident, id.number)
        case .escalation(let id): highest.escalation = max(highest.escalation, id.number)
        case .mail(let id): highest.mail = max(highest.mail, id.number)
        case .alarm(let id): highest.alarm = max(highest.alarm, id.number)
        case .site, .run: break
        }
    }
}

/// What happened in a drill without an event.
enum DrillNote: Equatable {
    /// The engine died and built its board from the journal.
    case restarted
    /// Events that could not be read back; the drill has failed.
    case unreadable(sequence: Int)
    case operatorRefused(why: String)
    /// A source said that a trouble is over of which no incident is on the board.
    case recoveryOfNothing(dedupKey: String)
    /// The tree never came to the attempt.
    case recoveryDidNotCome(Scenario.Recovery)
    case crashDidNotCome(afterEvent: Int)
}
