internal import CallTree
internal import EventJournal
internal import RunbookModel
internal import ServiceHours

/// What the engine's thread does. Touched by that thread only.
struct EngineWorker {
    private var step: EngineStep
    private var runs: RunStep
    private let journal: any Journal
    private let clock: any EngineClock
    private let health: HealthBoard
    private let capacities: [LineID: LineCapacity]
    private var contracts: [Contract]
    private let catalogue: StepCatalogue
    private var performers: Performers?
    private var judge: ClockJudge
    private var space: JournalSpace
    private var trouble: JournalTrouble?
    private let setAside: [BoardRestorer.SetAside]
    private var stopping = false

    init(
        contracts: [Contract], capacities: [LineID: LineCapacity], runs: RunSite, journal: any Journal,
        clock: any EngineClock, builtAt: Instant, health: HealthBoard
    ) throws {
        self.journal = journal
        self.clock = clock
        self.health = health
        self.capacities = capacities
        self.contracts = contracts
        catalogue = runs.catalogue
        judge = ClockJudge(clock, builtAt: builtAt, lastEvent: try ClockJudge.lastEvent(in: journal))
        space = JournalSpace(journal, uptime: clock.uptime())
        let isTight = space.isTight
        let restored = try BoardRestorer.restore(
            from: journal, contracts: contracts, capacities: capacities, catalogue: runs.catalogue)
        step = EngineStep(board: restored.board)
        self.runs = RunStep(board: restored.runs)
        self.runs.load(contracts, runs)
        setAside = restored.setAside
        health.change { health in
            health.setAside = restored.setAside.map(\.why)
            health.clockTrusted = restored.board.clockTrusted
            health.spaceIsTight = isTight
        }
    }

    /// Starts everything that is owed: recovery is the ordinary path.
    mutating func begin(_ performers: Performers, knowing inputs: [Input] = []) {
        self.performers = performers
        health.change { $0.running = true }
        if space.isTight { health.say(.spaceTight) }
        for subject in setAside { health.say(.setAside(subject.why)) }
        let grace = clock.now() + clock.span(ofRealSeconds: 5)
        for obligation in step.startOver(hearingLinesUntil: grace) { start(obligation, resumed: true) }
        let alarms = setAside.compactMap(\.subject).map { Input.troubleFound(.setAside($0)) }
        startRunsOver()
        take((alarms + inputs).map { (.call($0), { _ in }) })
    }

    /// What a run was doing when the process before this one ended is written down before anything is done again. When it
    /// cannot be written now, the process starts anew: nothing of a run may go on without it.
    private mutating func startRunsOver() {
        let now = clock.now()
        let taken = runs.startOver(at: now)
        do {
            if !taken.events.isEmpty { try append([], taken.events, at: now) }
        } catch {
            health.doom("what the runs were doing cannot be written down: \(error)")
        }
        for obligation in taken.started { start(obligation) }
    }

    /// How long nothing is due.
    func wait() -> Span {
        // The clocks are compared once a second at least, so that a step over an opening is found at once.
        let longest = Span.seconds(1)
        if let trouble {
            // Whatever else is due: nothing can be done before the journal is tried again.
            return min(longest, max(trouble.retryAt + -clock.uptime(), .zero))
        }
        guard let due = [step.nextWaking, runs.board.nextDeadline].compactMap(\.self).min() else { return longest }
        return min(longest, max(due.since(clock.now()), .zero))
    }

    /// Works what has come in as one batch; false when the engine is to end.
    mutating func turn(_ items: [InboxItem]) -> Bool {
        var inputs: [AskedInput] = []
        var looks: [@Sendable (Board?) -> Void] = []
        var looksAtRuns: [@Sendable (RunBoard?) -> Void] = []
        for item in items {
            switch item {
            case .input(let input, let answer): inputs.append((input, answer))
            case .look(let look): looks.append(look)
            case .lookAtRuns(let look): looksAtRuns.append(look)
            case .contracts(let loaded, let site):
                contracts = loaded
                step.load(loaded)
                runs.load(loaded, site)
            case .cloudWork(let work): runs.load(cloudWork: work)
            case .stop: stopping = true
            }
        }
        take(inputs)
        for look in looks { look(step.board) }
        for look in looksAtRuns { look(runs.board) }
        return !stopping
    }

    /// Answers whoever still waits for the journal to be written.
    mutating func finish() {
        for (_, answer) in trouble?.takeHeld() ?? [] { answer(.stopped) }
        health.change { $0.running = false }
    }

    // MARK: One batch

    private mutating func take(_ inputs: [AskedInput]) {
        let now = clock.now()
        if judge.look(wall: now, uptime: clock.uptime()) { health.change { $0.clockSteps += 1 } }
        guard let ready = journalIsReady(for: inputs, at: now) else { return }
        let batch = refusingAlertsWhileTight(ready)
        let said = judge.inputs(at: now, believed: step.board.clockTrusted)
        let asked = batch.calls
        let ordered = batch.runs
        let sifted = runs.sift(asked.map(\.input), calls: step.board, at: now)
        let taken = step.take(said + sifted.inputs, at: now, draw: clock.draw())
        let run = runs.take(
            ordered.map(\.input), following: taken.events, at: now, isClockTrusted: step.board.clockTrusted)
        let released = run.released.map { Input.alertsReceived($0.contract, [$0.alert]) }
        let steps = released.isEmpty ? [taken] : [taken, step.take(released, at: now, draw: clock.draw())]
        let events = steps.flatMap(\.events)
        let runEvents = sifted.events + run.events
        if !events.isEmpty || !runEvents.isEmpty {
            do {
                try append(events, runEvents, at: now)
            } catch {
                return fail(batch, steps, run, error, at: now)
            }
        }
        judge.wereTold(events, at: now)
        recovered()
        health.change { health in
            health.inputs += batch.count
            health.clockTrusted = step.board.clockTrusted
            for case .attemptEnded(_, let outcome, _) in events { health.attemptsEnded[outcome, default: 0] += 1 }
        }
        // The calls first: waking a caller's thread takes longer than handing a call to its line.
        for taken in steps {
            for obligation in taken.ended { end(obligation) }
            for obligation in taken.started { start(obligation, resumed: false) }
        }
        for case .alarmRaised(let id, let alarm) in events { health.say(.alarmRaised(id, alarm, at: now)) }
        for obligation in run.ended { performers?.runs.stop(obligation) }
        for obligation in run.started { start(obligation) }
        for (place, (asked, reply)) in zip(asked, taken.replies.suffix(asked.count)).enumerated() {
            asked.answer(.call(reply.counting(joined: sifted.joined[place] ?? 0)))
        }
        for ((_, answer), reply) in zip(ordered, run.replies) { answer(.run(reply)) }
    }

    private func append(_ events: [Event], _ runs: [RunEvent] = [], at now: Instant) throws(JournalError) {
        let before = clock.uptime()
        var entries = events.map { JournalForm.entry($0, at: now) }
        if !runs.isEmpty { entries += runs.map { JournalForm.entry($0, at: now) } }
        try health.journalWorks { () throws(JournalError) in _ = try journal.append(entries) }
        let took = Int(clamping: clock.realNanoseconds(for: clock.uptime() + -before) / 1_000)
        health.change { health in
            health.events += entries.count
            health.appends += 1
            health.appendMicroseconds += took
            health.slowestAppendMicroseconds = max(health.slowestAppendMicroseconds, took)
        }
    }

    // MARK: When the journal cannot be written

    /// Undoes a batch that could not be made durable: the board is folded again from what the journal holds.
    private mutating func fail(
        _ batch: [AskedInput], _ taken: [EngineStep.Taken], _ run: RunStep.Taken, _ error: JournalError, at now: Instant
    ) {
        noteFailure(error, at: now)
        let restored: BoardRestorer.Restored
        do {
            restored = try health.journalWorks {
                try BoardRestorer.restore(
                    from: journal, contracts: contracts, capacities: capacities, catalogue: catalogue)
            }
        } catch {
            health.doom("the journal cannot be read: \(error)")
        }
        for taken in taken.reversed() { step.undo(taken, to: restored.board) }
        runs.undo(run, to: restored.runs)
        holdOrRefuse(batch)
    }

    private mutating func noteFailure(_ error: JournalError, at now: Instant) {
        guard error.canPass else {
            // Whether the batch is on the disk is unknown until the journal is opened again.
            health.doom("the journal cannot go on: \(error)")
        }
        health.journalWorks { space.appendFailed(error) }
        let why = String(describing: error)
        if trouble == nil { health.say(.journalUnwritable(why: why)) }
        var current = trouble ?? JournalTrouble(since: now)
        current.failed(uptime: clock.uptime())
        trouble = current
        health.change { $0.journal = .unwritable(since: current.since, why: why) }
    }

    /// Whether the journal can be written, as far as is known; in trouble it is tried when it is time, and at once when the
    /// engine is to end. Gives what to work, the inputs held so far before the new ones; nil when it cannot.
    private mutating func journalIsReady(for inputs: [AskedInput], at now: Instant) -> [AskedInput]? {
        guard let trouble else { return inputs }
        guard stopping || clock.uptime() >= trouble.retryAt else {
            holdOrRefuse(inputs)
            return nil
        }
        do {
            // A true event that changes nothing: were the batch itself tried, the board would have to be folded again each
            // time that it fails.
            try append([.clockJudged(trusted: step.board.clockTrusted)], at: now)
        } catch {
            noteFailure(error, at: now)
            holdOrRefuse(inputs)
            return nil
        }
        let wasTight = space.isTight
        space.appendSucceeded(uptime: clock.uptime())
        if space.isTight, !wasTight {
            health.change { $0.spaceIsTight = true }
            health.say(.spaceTight)
        }
        return (self.trouble?.takeHeld() ?? []) + inputs
    }

    private mutating func holdOrRefuse(_ inputs: [AskedInput]) {
        for (_, answer) in trouble?.hold(inputs) ?? [] { refuse(answer) }
    }

    private func refuse(_ answer: @Sendable (NightSubmission) -> Void) {
        health.change { $0.refused += 1 }
        answer(.unwritable)
    }

    private mutating func recovered() {
        guard trouble != nil else { return }
        trouble = nil
        health.change { $0.journal = .writable }
        health.say(.journalWritable)
    }

    /// Leaves the last space on the disk to what is under way.
    private mutating func refusingAlertsWhileTight(_ inputs: [AskedInput]) -> [AskedInput] {
        guard space.isTight else { return inputs }
        health.journalWorks { space.tryAgain(uptime: clock.uptime()) }
        guard space.isTight else {
            health.change { $0.spaceIsTight = false }
            health.say(.spaceBack)
            return inputs
        }
        for (input, answer) in inputs where input.isBodyOfAlerts { refuse(answer) }
        return inputs.filter { !$0.input.isBodyOfAlerts }
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

    private func start(_ obligation: RunObligation) {
        if let run = runs.board.runs[obligation.run] { performers?.runs.start(obligation, of: run) }
    }

    private func end(_ obligation: Obligation) {
        switch obligation {
        case .call(let id): performers?.calls.forget(id)
        // Over as soon as the call is, or the mailer has reported the delivery.
        case .hangUp, .mail: break
        }
    }
}

/// Who does what the engine owes.
struct Performers: Sendable {
    let calls: any CallPerformer
    let mails: any MailPerformer
    let runs: any RunPerformer
}

extension [AskedInput] {
    fileprivate var calls: [(input: Input, answer: @Sendable (NightSubmission) -> Void)] {
        compactMap { asked in if case .call(let input) = asked.input { (input, asked.answer) } else { nil } }
    }

    fileprivate var runs: [(input: RunInput, answer: @Sendable (NightSubmission) -> Void)] {
        compactMap { asked in if case .run(let input) = asked.input { (input, asked.answer) } else { nil } }
    }
}

extension Reply {
    /// Alerts that have joined a run are taken in like the others.
    fileprivate func counting(joined: Int) -> Reply {
        guard joined > 0, case .alerts(let accepted, let ignored) = self else { return self }
        return .alerts(accepted: accepted + joined, ignored: ignored)
    }
}

extension EngineWorker {
    /// For tests.
    var healthState: EngineHealth { health.state }
}
