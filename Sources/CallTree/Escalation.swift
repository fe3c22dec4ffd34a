public import ServiceHours

/// One run of the tree for one contract, on the terms it began with.
///
/// Large, and looked at far more often than it changes: so its facts lie in an array of one, which is passed on as one
/// reference and copied only when they change while somebody else still looks.
@dynamicMemberLookup
public struct Escalation: Equatable, Sendable {
    public struct Facts: Equatable, Sendable {
        public let id: EscalationID
        public let terms: CallTerms
        public internal(set) var startedAt: Instant
        /// When the tree began or was resumed, by the wall clock of that moment: the window was open then. Unlike
        /// `startedAt` it stays where it is when the clock steps.
        var begunAt: Instant
        /// When the window closes, by the calendar the escalation began with; nil for never.
        public internal(set) var closing: Instant?
        /// In the order in which they came in.
        public internal(set) var incidents: [IncidentID]
        /// How many of them were in before the first dial request. The others did not get the whole tree.
        public internal(set) var fromTheFirst: Int
        /// How many of them have no end yet.
        public internal(set) var active: Int
        /// The gravest severity among the incidents; orders waiting attempts.
        public internal(set) var severity: Severity
        /// How many attempts are used up.
        public internal(set) var attemptsUsed = 0
        /// Whether any attempt got through to a telephone or a network that knows the number.
        public internal(set) var gotThrough = false
        public internal(set) var attempt: Attempt?
        /// When its last call ended that begins the pause of a number.
        var lastCallEnd: Instant?
        public internal(set) var ended: Ended?
    }

    public struct Ended: Equatable, Sendable {
        public let end: End
        public let at: Instant
        public let gatheringUntil: Instant?
    }

    private var facts: [Facts]

    init(_ facts: Facts) {
        self.facts = [facts]
    }

    public subscript<Fact>(dynamicMember path: KeyPath<Facts, Fact>) -> Fact { facts[0][keyPath: path] }

    mutating func change(_ change: (inout Facts) -> Void) {
        change(&facts[0])
    }

    /// The attempt that is due or under way is the one after those used.
    var nextAttempt: AttemptID { AttemptID(escalation: self.id, number: self.attemptsUsed + 1) }

    /// Whether a dial request for the next attempt may leave at this instant, by the contract's choice for the closing.
    func mayDial(at now: Instant) -> Bool {
        guard let closing = self.closing, now >= closing else { return true }
        switch self.terms.calls.onWindowClose {
        case .stop: return false
        case .finishRound: return hasBegunRound
        case .finishTree: return true
        }
    }

    /// Whether a dial request of the round under way has left.
    private var hasBegunRound: Bool {
        guard let turn = self.terms.turn(self.attemptsUsed + 1) else { return false }
        return turn.place > 1 || (self.attempt?.tries ?? 0) > 0
    }

    /// When nothing depends on an ended escalation any more: it can no longer be resumed, its gathering is over, it no
    /// longer counts towards the cap, and nobody pauses because of its calls. A restart must find all of that.
    func forgettable() -> Instant? {
        guard let ended = self.ended, self.attempt?.call == nil else { return nil }
        let calls = self.terms.calls
        let settled = max(ended.at + calls.holdOff, ended.gatheringUntil ?? ended.at)
        return max(settled, max(self.startedAt, self.lastCallEnd ?? self.startedAt) + CallTimes.capSpan)
    }

    /// The contract's routes, in order, without those that have failed since the attempt paused last.
    var routesLeft: [LineID] {
        let failed = self.attempt?.failedLines ?? []
        return failed.isEmpty ? self.terms.calls.routes : self.terms.calls.routes.filter { !failed.contains($0) }
    }
}

/// One turn of one contact that is due or under way.
public struct Attempt: Equatable, Sendable {
    public enum State: Equatable, Sendable {
        /// Due, but it has to wait.
        case waiting(WaitReason)
        indirect case calling(Call)
        /// Every route has failed; tried again at the instant given.
        case retrying(at: Instant)
        /// Sure not to exist after a restart, or failed on one route: to be dialled at once.
        case redialling
    }

    public let dueAt: Instant
    public internal(set) var state: State
    /// Tries so far.
    public internal(set) var tries = 0
    /// Tries that the line failed.
    public internal(set) var failures = 0
    /// The lines that have failed since all had; empty again when every route is among them.
    public internal(set) var failedLines: [LineID] = []
    public internal(set) var firstFailure: Instant?
    public internal(set) var alarmed = false
    /// The digit to press under proof `random-digit`; 0 until the first try.
    public internal(set) var digit: UInt8 = 0

    var call: Call? {
        if case .calling(let call) = state { call } else { nil }
    }

    /// What is left of an attempt whose tree has ended: should the tree be resumed, its tries are numbered on and the
    /// digit stays. Nil when it was never dialled.
    var laidAside: Attempt? {
        if tries == 0 { return nil }
        var attempt = Attempt(dueAt: dueAt, state: .redialling)
        attempt.tries = tries
        attempt.digit = digit
        return attempt
    }
}

/// One call, from its dial request until the line reports its end.
public struct Call: Equatable, Sendable {
    public enum Phase: Equatable, Sendable {
        /// The dial request has left. No ringing until the instant given is a line failure.
        case dialling(until: Instant)
        /// After a restart nobody could tell whether the call exists. At the instant given it is dialled again.
        case unsure(until: Instant)
        /// The far end rings. At the instant given we hang up.
        case ringing(until: Instant)
        /// Answered; something is being said or a key is waited for.
        case talking(Talk)
        /// The outcome is decided and goodbye is being said.
        case closing(Outcome)
        /// We have asked the line to hang up; at the instant given we no longer wait for its report.
        case hangingUp(Outcome, until: Instant)
    }

    public enum Talk: Equatable, Sendable {
        /// The message is spoken for the first or the second time.
        case message(repetition: Int)
        /// The message was spoken twice; a key is waited for until the instant given.
        case listening(until: Instant)
    }

    public let id: TryID
    public let line: LineID
    public let phone: PhoneNumber
    public let placedAt: Instant
    public internal(set) var phase: Phase
    public internal(set) var ringingSince: Instant?
    public internal(set) var answer: Answer?
    /// A machine was recognised.
    public internal(set) var machine = false

    public struct Answer: Equatable, Sendable {
        public let at: Instant
        public let by: Answerer
        public let announced: [IncidentID]
        public let standing: Announcement.Standing
    }

    /// The instant at which something must be decided for the call without any report.
    var deadline: Instant? {
        switch phase {
        case .dialling(let until), .unsure(let until), .ringing(let until), .hangingUp(_, let until): until
        case .talking(.message), .closing: answer.map { $0.at + CallTimes.conversationLimit }
        case .talking(.listening(let until)): answer.map { min(until, $0.at + CallTimes.conversationLimit) }
        }
    }

    /// Whether it got as far as the telephone.
    var reached: Bool { ringingSince != nil || answer != nil }

    /// What a call ends with in which nobody pressed a key.
    var outcomeWithoutKey: Outcome { machine ? .voicemail : .noInput }

    /// Rings begun, by our own clock: until the answer, or until `end`.
    func rings(until end: Instant) -> Int {
        guard let ringingSince else { return 0 }
        return CallTimes.rings(in: (answer?.at ?? end).since(ringingSince))
    }
}
