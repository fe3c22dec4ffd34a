internal import CallTree
internal import EventJournal
internal import ServiceHours

/// What the engine's thread does. Touched by that thread only.
struct EngineWorker {
    typealias Answer = @Sendable (Submission) -> Void

    private var step: EngineStep
    private let journal: any Journal
    private let clock: any EngineClock
    private let health: HealthBoard
    private let slots: [LineID: Int]
    private var contracts: [Contract]
    private var performers: (calls: any CallPerformer, mails: any MailPerformer)?
    private var watch: ClockWatch
    /// The clock is not believed before this instant: the build date, and the journal's last event.
    private let trustedFrom: Instant
    private var trouble: JournalTrouble?
    private var stopping = false

    /// The journal cannot be written. Reports about calls under way are held and appended first when it can again.
    private struct JournalTrouble {
        var since: Instant
        var held: [(input: Input, answer: Answer)] = []
        var retryAt: Instant
    }

    init(
        contracts: [Contract], slots: [LineID: Int], journal: any Journal, clock: any EngineClock, builtAt: Instant,
        health: HealthBoard
    ) throws {
        self.journal = journal
        self.clock = clock
        self.health = health
        self.slots = slots
        self.contracts = contracts
        watch = ClockWatch(clock)
        // The clock is corrected by small steps all the time; only more than that is mistrusted.
        let lastEvent = try journal.head().instant.map { Instant(microseconds: $0) + -ClockWatch.tolerance }
        trustedFrom = max(builtAt, lastEvent ?? builtAt)
        let restored = try BoardRestorer.restore(from: journal, contracts: contracts, slots: slots)
        step = EngineStep(board: restored.board)
        health.change { $0.setAside = restored.setAside }
    }

    /// Starts everything that is owed: recovery is the ordinary path.
    mutating func begin(calls: any CallPerformer, mails: any MailPerformer, knowing inputs: [Input] = []) {
        performers = (calls, mails)
        health.change { $0.running = true }
        for obligation in step.startOver(hearingLinesUntil: clock.now() + grace) { start(obligation, resumed: true) }
        take(inputs.map { ($0, { _ in }) })
    }

    /// Five seconds of real time, however fast the clock runs.
    private var grace: Span {
        let second = max(clock.realNanoseconds(for: .seconds(1)), 1)
        return .microseconds(5_000_000 * Int(1_000_000_000 / min(second, 1_000_000_000)))
    }

    /// How long nothing is due.
    func wait() -> Span {
        let now = clock.now()
        // The clocks are compared once a second at least, so that a step over an opening is found at once.
        var wait = Span.seconds(1)
        for due in [step.board.nextDeadline, step.board.nextTidying, trouble?.retryAt] {
            if let due { wait = min(wait, max(due.since(now), .zero)) }
        }
        return wait
    }

    /// Works what has come in as one batch; false when the engine is to end.
    mutating func turn(_ items: [InboxItem]) -> Bool {
        var inputs: [(input: Input, answer: Answer)] = []
        var looks: [@Sendable (Board?) -> Void] = []
        for item in items {
            switch item {
            case .input(let input, let answer): inputs.append((input, answer))
            case .look(let look): looks.append(look)
            case .contracts(let loaded):
                contracts = loaded
                step.load(loaded)
            case .stop: stopping = true
            }
        }
        take(inputs)
        for look in looks { look(step.board) }
        return !stopping
    }

    func finish() {
        health.change { $0.running = false }
    }

    // MARK: One batch

    private mutating func take(_ inputs: [(input: Input, answer: Answer)]) {
        let now = clock.now()
        var batch = inputs
        if trouble != nil {
            guard let ready = hold(inputs, at: now) else { return }
            batch = ready
        }
        var taken = step.take(clockInputs(at: now) + batch.map(\.input), at: now, draw: clock.draw())
        if trouble != nil && taken.events.isEmpty {
            // A true event that changes nothing tells whether the journal can be written again.
            taken.events = [.clockJudged(trusted: step.board.clockTrusted)]
        }
        if !taken.events.isEmpty {
            do {
                try append(taken.events, at: now)
            } catch {
                return fail(batch, taken, error, at: now)
            }
            recovered()
        }
        let replies = taken.replies.suffix(batch.count)
        health.change { health in
            health.inputs += batch.count
            health.events += taken.events.count
            for case .attemptEnded(_, let outcome, _) in taken.events { health.attemptsEnded[outcome, default: 0] += 1 }
        }
        for ((_, answer), reply) in zip(batch, replies) { answer(.taken(reply)) }
        for obligation in taken.ended { end(obligation) }
        for obligation in taken.started { start(obligation, resumed: false) }
    }

    /// What the clocks have to say before anything else.
    private mutating func clockInputs(at now: Instant) -> [Input] {
        var inputs: [Input] = []
        if let moved = watch.step(wall: now, uptime: clock.uptime()) {
            inputs.append(.clockStepped(by: moved))
            health.change { $0.clockSteps += 1 }
        }
        let trusted = now >= trustedFrom
        if trusted != step.board.clockTrusted {
            inputs.append(.clockJudged(trusted: trusted))
            health.change { $0.clockTrusted = trusted }
        }
        return inputs
    }

    private func append(_ events: [Event], at now: Instant) throws(JournalError) {
        let before = clock.uptime()
        try journal.append(events.map { JournalForm.entry($0, at: now) })
        let took = Int(clamping: clock.realNanoseconds(for: clock.uptime() + -before) / 1_000)
        health.change { health in
            health.appends += 1
            health.appendMicroseconds += took
            health.slowestAppendMicroseconds = max(health.slowestAppendMicroseconds, took)
        }
    }

    // MARK: When the journal cannot be written

    /// Undoes a batch that could not be made durable: the board is folded again from what the journal holds.
    private mutating func fail(
        _ batch: [(input: Input, answer: Answer)], _ taken: EngineStep.Taken, _ error: JournalError, at now: Instant
    ) {
        if !error.canPass {
            // Whether the batch is on the disk is unknown until the journal is opened again.
            health.doom("the journal cannot go on: \(error)")
        }
        try? journal.releaseReserve()
        do {
            let restored = try BoardRestorer.restore(from: journal, contracts: contracts, slots: slots)
            step.undo(taken, to: restored.board)
        } catch {
            health.doom("the journal cannot be read: \(error)")
        }
        let since = trouble?.since ?? now
        trouble = JournalTrouble(since: since, retryAt: now + .seconds(1))
        health.change { $0.journal = .unwritable(since: since, why: String(describing: error)) }
        keepOrRefuse(batch)
    }

    /// Keeps what must not be lost and refuses the rest, until it is time to try again; then gives what to try with.
    private mutating func hold(
        _ inputs: [(input: Input, answer: Answer)], at now: Instant
    ) -> [(input: Input, answer: Answer)]? {
        guard let current = trouble else { return inputs }
        if now >= current.retryAt {
            trouble?.held = []
            return current.held + inputs
        }
        keepOrRefuse(inputs)
        return nil
    }

    private mutating func keepOrRefuse(_ inputs: [(input: Input, answer: Answer)]) {
        for entry in inputs {
            if entry.input.isSaidOnce {
                trouble?.held.append(entry)
            } else {
                refuse(entry.answer)
            }
        }
    }

    private func refuse(_ answer: Answer) {
        health.change { $0.refused += 1 }
        answer(.unwritable)
    }

    private mutating func recovered() {
        guard trouble != nil else { return }
        trouble = nil
        _ = journal.restoreReserve()
        health.change { $0.journal = .writable }
    }

    // MARK: Obligations

    private func start(_ obligation: Obligation, resumed: Bool) {
        switch obligation {
        case .call(let id):
            guard let request = step.board.dialRequest(for: id) else { return }
            health.change { $0.callsPlaced += resumed ? 0 : 1 }
            performers?.calls.place(request, resumed: resumed)
        case .hangUp(let id): performers?.calls.hangUp(id)
        case .mail(let id):
            if let mail = step.board.mails[id] { performers?.mails.send(id, mail) }
        }
    }

    private func end(_ obligation: Obligation) {
        switch obligation {
        case .call(let id): performers?.calls.forget(id)
        // Over as soon as the call is, or the mailer has reported the delivery.
        case .hangUp, .mail: break
        }
    }
}

extension Input {
    /// Reports that are made once and that nobody repeats.
    fileprivate var isSaidOnce: Bool {
        switch self {
        case .callReported, .keyPressed, .mailDelivered, .lineReported: true
        case .troubleFound, .troubleOver: true
        case .alertsReceived, .operatorAsked, .woke, .clockStepped, .clockJudged: false
        }
    }
}

extension EngineWorker {
    /// For tests.
    var healthState: EngineHealth { health.state }
}
