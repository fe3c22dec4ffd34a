public import ServiceHours

/// All contracts' incidents, escalations and calls, the numbers in use and the line slots: the state that decides.
///
/// A value without input or output. `decide(_:at:)` reads and changes nothing; `apply(_:at:)` changes and decides
/// nothing; `settle(at:draw:commit:)` decides what follows from the state itself, one event at a time. Only
/// `EngineStep` of the room NightEngine brings them together.
public struct Board: Sendable {
    public internal(set) var incidents: [IncidentID: Incident] = [:]
    public internal(set) var escalations: [EscalationID: Escalation] = [:]
    public internal(set) var desks: [ContractID: Desk] = [:]
    public internal(set) var mails: [MailID: Mail] = [:]
    public internal(set) var alarms: [AlarmID: Alarm] = [:]
    /// The same alarms by what they tell: each is lit once.
    var lit: [Alarm: AlarmID] = [:]
    var keys: [IncidentKey: IncidentID] = [:]
    var numbers: [PhoneNumber: NumberUse] = [:]
    var lines: [LineID: LineUse] = [:]
    public internal(set) var clockTrusted = true
    /// What the latest check before a night found; nil before the first.
    public internal(set) var readiness: ReadinessFound?
    public internal(set) var counters = Counters()
    var docket = Docket()

    /// - Parameter capacities: how many calls each line of the site takes; a line that is not named has no limit.
    public init(contracts: [Contract], capacities: [LineID: LineCapacity] = [:]) {
        self.lines = capacities.mapValues { LineUse(capacity: $0) }
        load(contracts)
    }

    /// Takes the contracts as they are in the site folder now. Escalations under way keep the terms they began with.
    public mutating func load(_ contracts: [Contract]) {
        for id in desks.keys { desks[id]?.contract = nil }
        for contract in contracts {
            if desks[contract.id]?.contract == nil, desks[contract.id] != nil {
                desks[contract.id]?.contract = contract
            } else {
                desks[contract.id] = Desk(contract: contract)
            }
        }
        lookAtDesksInUse()
    }

    /// The highest number of each kind that was ever given out.
    public struct Counters: Hashable, Sendable {
        public var incident = 0
        public var escalation = 0
        public var mail = 0
        public var alarm = 0
        /// Runs are numbered beside the board, which only keeps what a restored journal says of them.
        public var run = 0

        public init(incident: Int = 0, escalation: Int = 0, mail: Int = 0, alarm: Int = 0, run: Int = 0) {
            self.incident = incident
            self.escalation = escalation
            self.mail = mail
            self.alarm = alarm
            self.run = run
        }
    }

    mutating func continueNumbers(after highest: Counters) {
        counters.incident = max(counters.incident, highest.incident)
        counters.escalation = max(counters.escalation, highest.escalation)
        counters.mail = max(counters.mail, highest.mail)
        counters.alarm = max(counters.alarm, highest.alarm)
        counters.run = max(counters.run, highest.run)
    }

    /// Builds the board again from the events of all that is open, in the order of the journal. Decides nothing.
    public mutating func restore(_ event: RecordedEvent) {
        apply(event.event, at: event.instant)
    }

    /// Ends a restoration: nothing that was applied is news, all that is open is looked at once, and numbers go on
    /// after the highest ever given out.
    public mutating func finishRestoring(highest: Counters) {
        continueNumbers(after: highest)
        docket.forgetNews()
        // Incidents that were set aside are carried by nobody.
        for id in escalations.keys.sorted() {
            let active = escalations[id]?.incidents.count { incidents[$0]?.place == .carried(id) } ?? 0
            changeEscalation(id) { $0.active = active }
            docket.lookAtEscalation(id)
            docket.tidy(.escalation(id))
        }
        for id in incidents.keys.sorted() { docket.tidy(.incident(id)) }
        lookAtDesksInUse()
    }

    /// Counts the calls of escalations that have left the board, after a restoration: they count to the end of the day.
    ///
    /// - Parameter events: those of whole escalations, in their order. Of those on the board nothing is counted twice.
    public mutating func restoreCalls(_ events: some Sequence<RecordedEvent>) {
        var left: [EscalationID: CallTerms] = [:]
        for recorded in events {
            switch recorded.event {
            case .escalationStarted(let id, let terms, _, _) where escalations[id] == nil: left[id] = terms
            case .attemptEnded(let id, let outcome, _):
                guard outcome.countsAsCall, let turn = left[id.escalation]?.turn(id.number) else { continue }
                numbers[turn.contact.phone, default: NumberUse()].count(at: recorded.instant)
            default: continue
            }
        }
    }

    /// In the order of their names, because the order decides which escalation gets which number.
    mutating func lookAtDesksInUse() {
        for id in desks.keys.sorted(by: { $0.text < $1.text }) {
            guard let desk = desks[id], !desk.pending.isEmpty || !desk.waiting.isEmpty else { continue }
            docket.lookAtDesk(id)
        }
    }

    /// After a restart the lines first say what became of the calls under way, before any of their deadlines counts:
    /// a person may have answered, or pressed the key, while nobody was there to be told.
    public mutating func hearLinesFirst(until grace: Instant) {
        docket.grace = grace
        for id in escalations.keys.sorted() {
            guard let call = escalations[id]?.attempt?.call else { continue }
            docket.graced.insert(call.id)
            docket.agenda.enter(id, at: grace)
        }
    }

    /// Takes over from a board that this one replaces which lines are still to be heard.
    public mutating func hearLines(as board: Board) {
        docket.grace = board.docket.grace
        for id in escalations.keys.sorted() {
            guard let call = escalations[id]?.attempt?.call, board.docket.graced.contains(call.id) else { continue }
            docket.graced.insert(call.id)
            docket.agenda.enter(id, at: docket.grace)
        }
    }

    /// The line has told everything of this call: its deadlines count again.
    public mutating func heardOut(_ id: TryID) {
        guard docket.graced.remove(id) != nil else { return }
        docket.lookAtEscalation(id.escalation)
    }

    /// The earliest instant at which something is owed without any input; nil when nothing is.
    public var nextDeadline: Instant? { docket.next }

    /// The earliest instant at which something may leave the board. Owed to nobody: a drill does not wait for it.
    public var nextTidying: Instant? { docket.tidying.next }
}

/// Where the board has to look next. Follows from the state and holds none of its own: it is made anew when a board
/// is restored.
struct Docket: Sendable {
    /// What leaves the board some time after its end.
    enum Leaver: Hashable, Sendable {
        case escalation(EscalationID)
        case incident(IncidentID)
    }

    /// Owed deadlines of escalations, and the openings and ends of gatherings for which desks wait.
    var agenda = Agenda<EscalationID>()
    var deskAgenda = Agenda<ContractID>()
    /// When a line may dial again for which somebody waits.
    var lineAgenda = Agenda<LineID>()
    /// Instants at which something may leave the board.
    var tidying = Agenda<Leaver>()
    var escalations: [EscalationID] = []
    /// Those being looked at; what they lead to is noted in `escalations` meanwhile.
    var looking: [EscalationID] = []
    var desks: [ContractID] = []
    var leaving: [Leaver] = []
    /// Escalations whose attempt may be dialled, if number and slot are free.
    var candidates: [EscalationID] = []
    /// Attempts that wait for a slot of the line; some may have been overtaken.
    var lineWaiters: [LineID: BinaryHeap<Claim>] = [:]
    /// Lines that may dial again while somebody waits.
    var freedLines: [LineID] = []
    /// Calls from before a restart, whose deadlines do not count until `grace`.
    var graced: Set<TryID> = []
    var grace = Instant(microseconds: .min)
    /// What was on the board when the journal was restored; whatever of it has no end gets one.
    var outdated: [IncidentID] = []
    var outdatedTrees: [EscalationID] = []
    /// Mails that the events of this step owe.
    var mails: [OwedMail] = []

    struct OwedMail: Sendable {
        let kind: Mail.Kind
        let contract: ContractID
        let incident: IncidentID
    }

    mutating func lookAtEscalation(_ id: EscalationID) {
        if escalations.last != id { escalations.append(id) }
    }

    mutating func lookAtDesk(_ id: ContractID) {
        if desks.last != id { desks.append(id) }
    }

    /// The earliest owed deadline.
    var next: Instant? {
        var earliest = agenda.next
        if let desk = deskAgenda.next { earliest = earliest.map { min($0, desk) } ?? desk }
        if let line = lineAgenda.next { earliest = earliest.map { min($0, line) } ?? line }
        return earliest
    }

    mutating func tidy(_ leaver: Leaver) {
        leaving.append(leaver)
    }

    mutating func forgetNews() {
        escalations.removeAll()
        desks.removeAll()
        leaving.removeAll()
        candidates.removeAll()
        freedLines.removeAll()
        mails.removeAll()
    }
}

extension Array {
    /// Everything, leaving nothing. What is appended meanwhile waits for the next time.
    mutating func takeAll() -> [Element] {
        defer { self = [] }
        return self
    }
}
