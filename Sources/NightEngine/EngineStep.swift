public import CallTree
public import ServiceHours

/// The only place where inputs become events. Synchronous and without input or output: the loop of a server and the
/// virtual time of a drill drive the same step.
public struct EngineStep: Sendable {
    public private(set) var board: Board
    /// What the shell was last told is owed, by escalation. Empty after a restart: then everything is new.
    private var told: [EscalationID: [Obligation]] = [:]
    private var toldMails: Set<MailID> = []

    public init(board: Board) {
        self.board = board
    }

    /// What one step led to.
    public struct Taken: Sendable {
        /// To be made durable before anything else happens.
        public var events: [Event] = []
        /// One for each input, in their order.
        public var replies: [Reply] = []
        /// What the shell must start, once the events are durable.
        public var started: [Obligation] = []
        /// What the shell must stop.
        public var ended: [Obligation] = []
    }

    /// Takes a batch of inputs at one instant: decides and applies each, then everything that follows from the state.
    ///
    /// - Parameters:
    ///   - now: the receipt instant, which decides.
    ///   - draw: fresh chance for the digits that are spoken.
    public mutating func take(_ inputs: [Input], at now: Instant, draw: UInt64) -> Taken {
        var taken = Taken()
        var touched = Touched()
        var pending: [(place: Int, call: TryID)] = []
        for input in inputs {
            switch input {
            case .alertsReceived(let contract, let alerts):
                taken.replies.append(takeAlerts(alerts, for: contract, at: now, &taken.events, &touched))
            case .callReported(let id, _), .keyPressed(let id, _):
                for event in board.decide(input, at: now).events { commit(event, at: now, &taken.events, &touched) }
                pending.append((taken.replies.count, id))
                taken.replies.append(.done)
            case .operatorAsked, .lineReported, .mailDelivered, .woke, .clockStepped, .clockJudged:
                let (events, reply) = board.decide(input, at: now)
                for event in events { commit(event, at: now, &taken.events, &touched) }
                taken.replies.append(reply)
            }
        }
        var followed: [Event] = []
        board.settle(at: now, draw: draw) { board, event in
            board.commit(event, at: now)
            followed.append(event)
        }
        for event in followed { touched.note(event) }
        taken.events.append(contentsOf: followed)
        for (place, id) in pending { taken.replies[place] = .speech(board.speech(for: id)) }
        compare(touched, &taken)
        return taken
    }

    /// Everything that is owed, as if nothing had been started yet: what a restart begins with.
    /// - Parameter grace: until when the lines are heard about calls under way before their deadlines count.
    public mutating func startOver(hearingLinesUntil grace: Instant) -> [Obligation] {
        board.hearLinesFirst(until: grace)
        told.removeAll()
        for id in board.escalations.keys.sorted() {
            let owed = board.obligations(of: id)
            if !owed.isEmpty { told[id] = owed }
        }
        toldMails = Set(board.mails.keys)
        return board.obligations
    }

    /// Goes back to a board folded again from the journal, after a batch that could not be made durable. The shell was
    /// never told what that batch started and ended.
    public mutating func undo(_ taken: Taken, to board: Board) {
        self.board = board
        for obligation in taken.started {
            switch obligation {
            case .call(let id), .hangUp(let id): told[id.escalation]?.removeAll { $0 == obligation }
            case .mail(let id): toldMails.remove(id)
            }
        }
        for obligation in taken.ended {
            switch obligation {
            case .call(let id), .hangUp(let id): told[id.escalation, default: []].append(obligation)
            case .mail(let id): toldMails.insert(id)
            }
        }
    }

    /// Takes the contracts as the site folder states them now.
    public mutating func load(_ contracts: [Contract]) {
        board.load(contracts)
    }

    private mutating func takeAlerts(
        _ alerts: [Alert], for contract: ContractID, at now: Instant, _ events: inout [Event], _ touched: inout Touched
    ) -> Reply {
        var ignored = 0
        // Of a key that stands in a body twice, the firing decides: a lost alert is worse than one too many.
        for alert in alerts.filter({ $0.status != .firing }) + alerts.filter({ $0.status == .firing }) {
            let decided = board.decide(alert, for: contract, at: now)
            if case .alertRecorded = decided.first { ignored += 1 }
            for event in decided { commit(event, at: now, &events, &touched) }
        }
        return .alerts(accepted: alerts.count - ignored, ignored: ignored)
    }

    private mutating func commit(_ event: Event, at now: Instant, _ events: inout [Event], _ touched: inout Touched) {
        board.commit(event, at: now)
        events.append(event)
        touched.note(event)
    }

    /// Compares what is owed before and after, for what the events touched.
    private mutating func compare(_ touched: Touched, _ taken: inout Taken) {
        for id in touched.escalations {
            let owed = board.obligations(of: id)
            let before = told[id] ?? []
            if owed == before { continue }
            taken.started.append(contentsOf: owed.filter { !before.contains($0) })
            taken.ended.append(contentsOf: before.filter { !owed.contains($0) })
            told[id] = owed.isEmpty ? nil : owed
        }
        for id in touched.mails {
            switch (board.mails[id] != nil, toldMails.contains(id)) {
            case (true, false):
                toldMails.insert(id)
                taken.started.append(.mail(id))
            case (false, true):
                toldMails.remove(id)
                taken.ended.append(.mail(id))
            case (true, true), (false, false): break
            }
        }
    }

    /// The escalations and mails that events concern, each run of the same one noted once.
    private struct Touched {
        var escalations: [EscalationID] = []
        var mails: [MailID] = []

        mutating func note(_ event: Event) {
            switch event.subject {
            case .escalation(let id): if escalations.last != id { escalations.append(id) }
            case .mail(let id): if mails.last != id { mails.append(id) }
            case .incident, .alarm, .site, nil: break
            }
        }
    }
}
