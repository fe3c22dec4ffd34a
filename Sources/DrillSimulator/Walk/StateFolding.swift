import CallTree
import NightEngine
import ServiceHours

/// Folds a state of the walk to its key: what will happen from here on depends on the words alone.
///
/// Incidents are named by the trouble they belong to and escalations by the order in which they are met. An instant has
/// come, is the next to come, or comes later. Past outcomes, ids and ended business are left out.
struct StateFolding {
    private let plan: WalkPlan
    private let state: WalkState
    private let board: Board
    private var words: [UInt64] = []
    /// Words that still say nothing of their instant, which is yet to come.
    private var ranked: [(word: Int, at: Instant)] = []
    private var places: [EscalationID: UInt64] = [:]
    /// For each trouble of the plan the incident that has its key.
    private var incidents: [Incident?] = []

    static func key(of state: WalkState, _ plan: WalkPlan) -> StateKey {
        var folding = StateFolding(state, plan)
        folding.fold()
        return StateKey(folding.words)
    }

    private init(_ state: WalkState, _ plan: WalkPlan) {
        self.plan = plan
        self.state = state
        board = state.step.board
    }

    private mutating func fold() {
        words.reserveCapacity(96)
        findIncidents()
        let escalations = relevantEscalations()
        for (place, escalation) in escalations.enumerated() { places[escalation.id] = UInt64(place + 1) }
        add(state.crashes)
        add(state.clockSteps)
        add(board.clockTrusted)
        add(state.downLines.count)
        for contract in plan.contracts {
            fold(contract)
            // Troubles of one contract and severity can stand for one another.
            let troubles = plan.troubles.indices.filter { plan.troubles[$0].contract == contract.id }
            words += troubles.map { word(for: $0, escalations) }.sorted()
        }
        for escalation in escalations { fold(escalation) }
        for phone in plan.phones { foldNumber(phone) }
        // Where there is but one route, it is taken whatever becomes of its calls.
        if plan.lines.count > 1 { for line in plan.lines { foldCircuit(line) } }
        fillRanks()
    }

    /// Incidents by trouble. One whose key is free again is past.
    private mutating func findIncidents() {
        for trouble in plan.troubles {
            let key = IncidentKey(contract: trouble.contract, source: WalkPlan.source, dedupKey: trouble.dedupKey)
            let incident = board.incident(for: key)
            let isPast = incident.flatMap { WalkState.keyFree($0, plan) }.map { $0 <= state.instant } ?? false
            incidents.append(isPast ? nil : incident)
        }
    }

    /// Escalations that run, that still have a call, or that a firing may resume.
    private func relevantEscalations() -> [Escalation] {
        let resumable = incidents.compactMap { $0?.end == .recovered ? $0?.escalation : nil }
        let relevant = board.escalations.values.filter { escalation in
            escalation.ended == nil || isCalling(escalation)
                || (escalation.ended?.end == .recovered && resumable.contains(escalation.id))
        }
        return relevant.sorted { left, right in
            left.terms.id == right.terms.id ? left.id < right.id : left.terms.id.text < right.terms.id.text
        }
    }

    private func isCalling(_ escalation: Escalation) -> Bool {
        if case .calling = escalation.attempt?.state { true } else { false }
    }

    private mutating func fold(_ contract: Contract) {
        let isOpen = contract.calendar.isOpen(at: state.instant)
        add(isOpen == nil ? 2 : isOpen == true ? 1 : 0)
        guard let desk = board.desks[contract.id] else { return add(0) }
        add(desk.running.flatMap { places[$0] } ?? 0)
        rank(desk.gatheringUntil)
        let cap = contract.terms.calls.escalationsPerHour
        // A cap that the plan cannot reach is left out.
        if cap <= 3 { add(desk.starts.count { $0 + CallTimes.capSpan > state.instant }) }
    }

    /// All that matters of a trouble, in one word: where its incident stands, and what each escalation has of it.
    private func word(for trouble: Int, _ escalations: [Escalation]) -> UInt64 {
        guard let incident = incidents[trouble] else { return 0 }
        var word = UInt64(plan.troubles[trouble].severity.rawValue) + 1
        word = word << 4 | standing(of: incident)
        word = word << 2 | (incident.recoveredAt == nil ? 1 : 2)
        word = word << 1 | (incident.rerunUsed ? 1 : 0)
        for escalation in escalations where !isSettled(escalation) {
            let place = escalation.incidents.firstIndex(of: incident.id)
            word = word << 2 | (place.map { $0 < escalation.fromTheFirst ? 1 : 2 } ?? 0)
            word = word << 1 | (incident.escalation == escalation.id ? 1 : 0)
            word = word << 1 | (announced(by: escalation).contains(incident.id) ? 1 : 0)
        }
        return word
    }

    private func standing(of incident: Incident) -> UInt64 {
        switch incident.place {
        case .waiting(let until):
            let policy = plan.contracts.first { $0.id == incident.contract }?.terms.calls ?? CallPolicy()
            return incident.lastHeard + policy.staleAfter < until ? 1 : 2
        case .pending: return 3
        case .carried: return 4
        case .ended(.recovered, _): return 5
        case .ended(.undeliverable, _): return incident.rerunUsed ? 7 : 6
        case .ended(.acknowledged, _), .ended(.exhausted, _), .ended(.handedOver, _), .ended(.cancelled, _),
            .ended(.notCalled, _):
            return 7
        }
    }

    private func announced(by escalation: Escalation) -> [IncidentID] {
        if case .calling(let call) = escalation.attempt?.state { call.answer?.announced ?? [] } else { [] }
    }

    /// A tree that can no longer be resumed: what is left of it is the call that holds its number and its slot.
    private func isSettled(_ escalation: Escalation) -> Bool {
        escalation.ended.map { $0.end != .recovered } ?? false
    }

    private mutating func fold(_ escalation: Escalation) {
        if isSettled(escalation) {
            add(7)
            add(escalation.terms.turn(escalation.attemptsUsed + 1)?.place ?? 0)
            if case .calling(let call) = escalation.attempt?.state {
                if case .hangingUp = call.phase { add(1) } else { add(2) }
                rank(call.knownDeadline)
            }
            return
        }
        add(escalation.ended == nil ? 1 : 2)
        add(escalation.attemptsUsed)
        add(escalation.gotThrough)
        rank(escalation.closing)
        guard let attempt = escalation.attempt else { return add(0) }
        fold(attempt, escalation.terms.calls)
    }

    private mutating func fold(_ attempt: Attempt, _ policy: CallPolicy) {
        add(attempt.tries == 0 ? 1 : 2)
        let routes = max(policy.routes.count, 1)
        // In which order they failed is past.
        add(
            policy.routes.enumerated().reduce(0) { attempt.failedLines.contains($1.element) ? $0 | 1 << $1.offset : $0 }
        )
        add(min(attempt.failures / routes, 4))
        add(attempt.alarmed)
        rank(attempt.firstFailure.map { $0 + CallTimes.lineFailureAlarm })
        rank(attempt.firstFailure.map { $0 + policy.lineFailureLimit })
        switch attempt.state {
        case .waiting(.numberInUse): add(1)
        case .waiting(.numberPausing(let until)):
            add(2)
            rank(until)
        case .waiting(.lineBusy): add(3)
        case .waiting(.clockDistrusted): add(4)
        case .waiting(.restartingOften): add(14)
        case .retrying(let at):
            add(5)
            rank(at)
        case .redialling: add(6)
        case .calling(let call): fold(call)
        }
    }

    private mutating func fold(_ call: Call) {
        switch call.phase {
        case .dialling(let until):
            add(10)
            rank(until)
        case .unsure(let until):
            add(11)
            rank(until)
        case .ringing(let until):
            add(12)
            rank(until)
        case .talking(.message(let repetition)): add(12 + repetition)
        case .talking(.listening(let until)):
            add(15)
            rank(until)
        case .closing(let outcome): add(20 + Self.kind(of: outcome))
        case .hangingUp(let outcome, let until):
            add(40 + Self.kind(of: outcome))
            rank(until)
        }
        add(call.machine)
        guard let answer = call.answer else { return add(0) }
        rank(answer.at + CallTimes.conversationLimit)
        add(1)
    }

    /// Outcomes of which the same follows.
    private static func kind(of outcome: Outcome) -> Int {
        switch outcome {
        case .acknowledged: 1
        case .passed: 2
        case .lineFailure: 3
        case .unreachableNumber: 4
        case .noInput, .voicemail, .hungUp, .noAnswer, .busy, .rejected: 5
        }
    }

    private mutating func foldNumber(_ phone: PhoneNumber) {
        let pause = plan.contracts.first { $0.terms.contacts.contains { $0.phone == phone } }?.terms.calls.numberPause
        rank(state.check.lastEnd(of: phone).map { $0 + (pause ?? .zero) })
        let cap = plan.contracts.map(\.terms.calls.callsPerNumberAndDay).min() ?? .max
        // A cap that the plan cannot reach is left out.
        if cap <= 3 { add(min(state.check.callsToday(of: phone), cap)) }
    }

    private mutating func foldCircuit(_ line: LineID) {
        let circuit = board.circuit(of: line)
        add(circuit.isOut)
        add(min(circuit.failures, CallTimes.failuresUntilOut + 3))
        rank(circuit.testAt)
    }

    // MARK: Words

    private mutating func add(_ value: UInt64) { words.append(value) }
    private mutating func add(_ value: Int) { words.append(UInt64(truncatingIfNeeded: value)) }
    private mutating func add(_ value: Bool) { words.append(value ? 1 : 0) }

    private mutating func rank(_ instant: Instant?) {
        if let instant, instant > state.instant { ranked.append((words.count, instant)) }
        words.append(0)
    }

    /// 0 for an instant that has come, 1 for the next, 2 for a later one.
    private mutating func fillRanks() {
        let next = ranked.map(\.at).min()
        for entry in ranked { words[entry.word] = entry.at == next ? 1 : 2 }
    }
}

extension Call {
    /// When something is decided for the call without any report.
    fileprivate var knownDeadline: Instant? {
        switch phase {
        case .dialling(let until), .unsure(let until), .ringing(let until), .hangingUp(_, let until): until
        case .talking, .closing: answer.map { $0.at + CallTimes.conversationLimit }
        }
    }
}
