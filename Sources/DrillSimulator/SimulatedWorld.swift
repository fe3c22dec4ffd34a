import CallTree
import NightEngine
import ServiceHours

/// Everything outside the engine: lines with the calls they carry, the people called, and the mails under way. It obeys
/// the engine and tells it what happens, in virtual time. It outlives a crash of the engine.
struct SimulatedWorld {
    private(set) var future = FutureHappenings()
    private var answers: AnswerBook
    private var calls: [SimulatedCall] = []
    private var freeSlots: [Int] = []
    /// The slot of the call of an escalation; it has one at a time.
    private var slots: [EscalationID: Int] = [:]
    private var dialled = 0
    private var downLines: [LineID] = []

    init(answers: AnswerBook) {
        self.answers = answers
    }

    mutating func schedule(_ happening: Happening, at instant: Instant) {
        future.schedule(happening, at: instant)
    }

    mutating func takeNext() -> Happening? {
        future.takeNext()
    }

    // MARK: What the engine asks for

    /// Starts what a step made owed. The end of a call is no order: it was reported from here.
    mutating func start(_ obligations: [Obligation], board: Board, at now: Instant) {
        for obligation in obligations {
            switch obligation {
            case .call(let id): carry(id, board: board, at: now)
            case .hangUp(let id): hangUp(id, at: now)
            case .mail(let id): future.schedule(.mailArrives(id), at: now)
            }
        }
    }

    /// Dials a call; or goes on with it, after a restart of the engine, when the line has it already.
    private mutating func carry(_ id: TryID, board: Board, at now: Instant) {
        if let slot = slot(of: id) {
            say(board.speech(for: id), slot: slot, at: now)
        } else if let request = board.dialRequest(for: id) {
            dial(request, at: now)
        }
    }

    private mutating func dial(_ request: DialRequest, at now: Instant) {
        dialled += 1
        let isDown = downLines.contains(request.line)
        let reaction = answers.reaction(to: request.id.attempt, of: request.contact)
        let call = SimulatedCall(id: request.id, serial: dialled, reaction: isDown ? .lineFailure : reaction)
        let slot = freeSlots.popLast() ?? calls.count
        if slot == calls.count { calls.append(call) } else { calls[slot] = call }
        slots[request.id.escalation] = slot
        if let refusal = call.refusal {
            happens(.ends(refusal.ending), slot: slot, at: now + refusal.after)
        } else {
            happens(.rings, slot: slot, at: now)
            if let answer = call.answer { happens(.isAnswered, slot: slot, at: now + answer.after) }
        }
    }

    private mutating func hangUp(_ id: TryID, at now: Instant) {
        guard let slot = slot(of: id), !calls[slot].isOver else { return }
        calls[slot].isOver = true
        happens(.ends(.hungUp), slot: slot, at: now)
    }

    /// Takes what the engine answered to a report: what the call shall say now. Goodbye takes no time, then the line
    /// ends the call.
    mutating func say(_ speech: Speech, in id: TryID, at now: Instant) {
        if let slot = slot(of: id) { say(speech, slot: slot, at: now) }
    }

    private mutating func say(_ speech: Speech, slot: Int, at now: Instant) {
        let call = calls[slot]
        if call.isOver { return }
        switch speech {
        case .nothing: break
        case .message(let announcement, let repetition):
            guard call.saying != .message(repetition: repetition) else { return }
            calls[slot].saying = .message(repetition: repetition)
            calls[slot].prompts += 1
            if announcement.proof == .randomDigit { calls[slot].proof = .digit(announcement.digit) }
            happens(.promptEnds(calls[slot].prompts), slot: slot, at: now + SimulatedTimes.message)
        case .listening: calls[slot].saying = .listening
        case .goodbye:
            calls[slot].saying = .goodbye
            calls[slot].isOver = true
            happens(.ends(.hungUp), slot: slot, at: now)
        }
    }

    // MARK: What happens

    mutating func change(_ line: LineID, to state: LineState) {
        downLines.removeAll { $0 == line }
        if state == .down { downLines.append(line) }
    }

    /// What a line reports of a call; nil when something else came first, as when a person would have picked up after
    /// we hung up.
    mutating func report(slot: Int, serial: Int, _ moment: CallMoment, at now: Instant) -> Input? {
        let call = calls[slot]
        guard call.serial == serial, !call.isOver || moment.isEnd else { return nil }
        switch moment {
        case .rings: return .callReported(call.id, .ringing)
        case .isAnswered:
            if let act = call.act { happens(act, slot: slot, at: now + SimulatedTimes.personActs) }
            return .callReported(call.id, .answered(by: call.answer?.by ?? .unknown))
        case .keyIsPressed: return .keyPressed(call.id, call.key)
        case .promptEnds(let prompt):
            return prompt == call.prompts ? .callReported(call.id, .promptEnded) : nil
        case .ends(let ending):
            release(slot)
            return .callReported(call.id, .ended(ending))
        }
    }

    private mutating func happens(_ moment: CallMoment, slot: Int, at instant: Instant) {
        future.schedule(.call(slot: slot, serial: calls[slot].serial, moment), at: instant)
    }

    private func slot(of id: TryID) -> Int? {
        guard let slot = slots[id.escalation], calls[slot].id == id else { return nil }
        return slot
    }

    private mutating func release(_ slot: Int) {
        let escalation = calls[slot].id.escalation
        if slots[escalation] == slot { slots[escalation] = nil }
        // What was still to happen in the call finds nobody any more.
        calls[slot].serial = 0
        freeSlots.append(slot)
    }
}
