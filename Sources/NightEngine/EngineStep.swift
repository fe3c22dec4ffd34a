public import CallTree
public import ServiceHours

/// The only place where inputs become events. Synchronous and without input or output: the loop of a server and the
/// virtual time of a drill drive the same step.
public struct EngineStep: Sendable {
    public private(set) var board: Board
    /// What the shell was last told is owed, by escalation. Empty after a restart: then everything is new.
    private var told: [EscalationID: OwedCall] = [:]
    private var toldMails: Set<MailID> = []
    /// The step before, kept for the room that it took.
    private var spare = Taken()

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

        /// Makes ready for the next step. The room of a storm is given back.
        fileprivate mutating func empty() {
            let isSmall = events.capacity <= 1_000
            if !events.isEmpty { events.removeAll(keepingCapacity: isSmall) }
            if !replies.isEmpty { replies.removeAll(keepingCapacity: isSmall) }
            if !started.isEmpty { started.removeAll(keepingCapacity: isSmall) }
            if !ended.isEmpty { ended.removeAll(keepingCapacity: isSmall) }
        }
    }

    /// Takes a batch of inputs at one instant: decides and applies each, then everything that follows from the state.
    ///
    /// - Parameters:
    ///   - now: the receipt instant, which decides.
    ///   - draw: fresh chance for the digits that are spoken.
    public mutating func take(_ inputs: [Input], at now: Instant, draw: UInt64) -> Taken {
        var taken = Taken()
        swap(&taken, &spare)
        taken.empty()
        board.endOutdated(at: now) { board, event in
            board.commit(event, at: now)
            taken.events.append(event)
        }
        for input in inputs { taken.replies.append(take(input, at: now, &taken.events)) }
        board.settle(at: now, draw: draw) { board, event in
            board.commit(event, at: now)
            taken.events.append(event)
        }
        for (place, input) in inputs.enumerated() {
            // What the line shall do in the call is known only when all has followed.
            if let id = input.call { taken.replies[place] = .speech(board.speech(for: id)) }
        }
        compare(&taken)
        spare = taken
        return taken
    }

    /// The earliest instant at which anything is due or may leave the board; nil when nothing is.
    public var nextWaking: Instant? {
        guard let deadline = board.nextDeadline, let tidying = board.nextTidying else {
            return board.nextDeadline ?? board.nextTidying
        }
        return min(deadline, tidying)
    }

    /// Everything that is owed, as if nothing had been started yet: what a restart begins with.
    /// - Parameter grace: until when the lines are heard about calls under way before their deadlines count.
    public mutating func startOver(hearingLinesUntil grace: Instant) -> [Obligation] {
        board.hearLinesFirst(until: grace)
        told.removeAll()
        for id in board.escalations.keys { told[id] = board.owedCall(of: id) }
        toldMails = Set(board.mails.keys)
        return board.obligations
    }

    /// Goes back to a board folded again from the journal, after a batch that could not be made durable. The shell was
    /// never told what that batch started and ended.
    public mutating func undo(_ taken: Taken, to board: Board) {
        let undone = self.board
        self.board = board
        // No event tells that the lines are still to be heard after a restart.
        self.board.hearLines(as: undone)
        for obligation in taken.started.reversed() {
            switch obligation {
            case .call(let id): told[id.escalation] = nil
            case .hangUp(let id): told[id.escalation] = OwedCall(id: id, isHungUp: false)
            case .mail(let id): toldMails.remove(id)
            }
        }
        for obligation in taken.ended {
            switch obligation {
            case .call(let id): told[id.escalation] = OwedCall(id: id, isHungUp: false)
            case .hangUp(let id): told[id.escalation] = OwedCall(id: id, isHungUp: true)
            case .mail(let id): toldMails.insert(id)
            }
        }
    }

    /// Takes the contracts as the site folder states them now.
    public mutating func load(_ contracts: [Contract]) {
        board.load(contracts)
    }

    private mutating func take(_ input: Input, at now: Instant, _ events: inout [Event]) -> Reply {
        switch input {
        case .alertsReceived(let contract, let alerts):
            return take(alerts, for: contract, at: now, &events)
        case .callReported, .keyPressed, .operatorAsked, .lineReported, .mailDelivered, .woke, .clockStepped,
            .clockJudged, .readinessChecked, .troubleFound, .troubleOver:
            let (decided, reply) = board.decide(input, at: now)
            if case .callReported(let id, .adopted) = input { board.heardOut(id) }
            for event in decided { commit(event, at: now, &events) }
            return reply
        }
    }

    private mutating func take(
        _ alerts: [Alert], for contract: ContractID, at now: Instant, _ events: inout [Event]
    ) -> Reply {
        var ignored = 0
        // Of a key that stands in a body twice, the firing decides: a lost alert is worse than one too many.
        for firing in [false, true] {
            for alert in alerts where (alert.status == .firing) == firing {
                let decided = board.decide(alert, for: contract, at: now)
                if case .alertRecorded = decided.first { ignored += 1 }
                for event in decided { commit(event, at: now, &events) }
            }
        }
        return .alerts(accepted: alerts.count - ignored, ignored: ignored)
    }

    private mutating func commit(_ event: Event, at now: Instant, _ events: inout [Event]) {
        board.commit(event, at: now)
        events.append(event)
    }

    /// Compares what is owed before and after, for what the events touched.
    private mutating func compare(_ taken: inout Taken) {
        var last: EventSubject?
        for event in taken.events {
            let subject = event.subject
            if subject == last { continue }
            last = subject
            switch subject {
            case .escalation(let id): compareCall(of: id, &taken)
            case .mail(let id): compareMail(id, &taken)
            case .incident, .alarm, .site, .run, nil: break
            }
        }
    }

    private mutating func compareCall(of id: EscalationID, _ taken: inout Taken) {
        let owed = board.owedCall(of: id)
        let before = told[id]
        if owed == before { return }
        if let owed {
            if before?.id != owed.id { taken.started.append(.call(owed.id)) }
            if owed.isHungUp, before?.id != owed.id || before?.isHungUp == false {
                taken.started.append(.hangUp(owed.id))
            }
        }
        if let before {
            if owed?.id != before.id { taken.ended.append(.call(before.id)) }
            if before.isHungUp, owed?.id != before.id || owed?.isHungUp == false {
                taken.ended.append(.hangUp(before.id))
            }
        }
        told[id] = owed
    }

    private mutating func compareMail(_ id: MailID, _ taken: inout Taken) {
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

extension Input {
    /// The call whose line waits for a word what to do.
    fileprivate var call: TryID? {
        switch self {
        case .callReported(let id, _), .keyPressed(let id, _): id
        case .alertsReceived, .operatorAsked, .lineReported, .mailDelivered, .woke, .clockStepped, .clockJudged,
            .readinessChecked,
            .troubleFound, .troubleOver:
            nil
        }
    }
}
