import CallTree
import ServiceHours

/// Dial requests, answers and ends of calls.
extension OutsideCheck {
    mutating func placed(_ id: TryID, _ line: LineID, _ digit: UInt8) {
        guard let tree = trees[id.escalation] else {
            return expect(false, .untold, "try \(id) of an escalation that never started")
        }
        expect(clockTrusted, .clock, "try \(id) leaves while the clock is distrusted")
        expect(!tree.isOver, .settled, "try \(id) leaves after the escalation ended")
        let isWanted = !carried(by: id.escalation).isEmpty
        expect(
            isWanted, .settled,
            "try \(id) leaves though every incident of the escalation has ended")
        expect(tree.turn?.call == nil, .order, "try \(id) leaves before the call before it has ended")
        expect(
            id.attempt.number == tree.used + 1, .order, "try \(id) leaves where attempt \(tree.used + 1) is due")
        guard let turn = tree.terms.turn(id.attempt.number) else {
            return expect(
                false, .attemptLimit, "try \(id) is beyond the \(tree.terms.attemptLimit) attempts of the escalation")
        }
        expectOpen(id, turn, tree)
        expectRoute(id, line, tree)
        occupy(id, line, turn.contact.phone, tree.terms.calls)

        var due = tree.turn.flatMap { $0.attempt == id.attempt.number ? $0 : nil } ?? Turn(attempt: id.attempt.number)
        expect(id.number == due.tries + 1, .order, "try \(id) leaves where try \(due.tries + 1) is due")
        due.tries = id.number
        due.call = CallModel(id: id, line: line, phone: turn.contact.phone, digit: digit)
        trees[id.escalation]?.turn = due
        if tree.roundBegan?.round != turn.round { trees[id.escalation]?.roundBegan = (turn.round, now) }
    }

    private mutating func expectOpen(_ id: TryID, _ turn: CallTree.Turn, _ tree: Tree) {
        let choice = tree.terms.calls.onWindowClose
        if let closing = tree.closing, now >= closing {
            switch choice {
            case .stop: expect(false, .closing, "try \(id) leaves at or after the closing")
            case .finishRound:
                let began = tree.roundBegan.flatMap { $0.round == turn.round ? $0.at : nil }
                expect(
                    began.map { $0 < closing } ?? false, .closing,
                    "try \(id) begins round \(turn.round) at or after the closing")
            case .finishTree: break
            }
        }
        if choice == .stop {
            expect(isOpen(tree.terms.id) != false, .closing, "try \(id) leaves while the window is closed")
        }
    }

    private mutating func expectRoute(_ id: TryID, _ line: LineID, _ tree: Tree) {
        let failed = tree.turn.map { $0.attempt == id.attempt.number ? $0.failedLines : [] } ?? []
        let left = tree.terms.calls.routes.filter { !failed.contains($0) }
        if !left.isEmpty {
            let before = left.prefix { $0 != line }
            expect(
                before.count < left.count, .lineFailure, "try \(id) leaves on line \(line), which has just failed it")
            let passed = before.first { !isOut($0) }
            expect(passed == nil, .lineFailure, "try \(id) leaves on line \(line), and \(passed ?? line) is its turn")
            if isOut(line), left.contains(where: { !isOut($0) }) {
                expect(calls[line, default: 0] == 0, .lineFailure, "try \(id) tests line \(line) beside another call")
            }
        }
        if let retryAt = tree.turn?.retryAt, tree.turn?.attempt == id.attempt.number {
            expect(now >= retryAt, .lineFailure, "try \(id) leaves before it was to be tried again")
        }
    }

    private mutating func occupy(_ id: TryID, _ line: LineID, _ phone: PhoneNumber, _ policy: CallPolicy) {
        let use = numbers[phone]
        if let holder = use?.holder {
            expect(false, .number, "try \(id) leaves while try \(holder) holds the number")
        }
        if let lastEnd = use?.lastEnd {
            expect(
                now.since(lastEnd) >= policy.numberPause, .number,
                "try \(id) leaves before the number has paused since the last call to it")
        }
        numbers[phone, default: NumberModel()].holder = id
        calls[line, default: 0] += 1
        if let limit = capacities[line]?.slots, let used = calls[line] {
            expect(used <= limit, .slots, "try \(id) is call \(used) on line \(line), which has \(limit) slots")
        }
        if let pace = capacities[line]?.pace, let before = dialled.updateValue(now, forKey: line) {
            let passed = now.since(before)
            expect(passed >= pace, .pace, "try \(id) leaves \(passed.seconds) s after another on line \(line)")
        }
    }

    mutating func answered(
        _ id: TryID, _ answerer: Answerer, _ announced: [IncidentID], _ standing: Announcement.Standing
    ) {
        let open = carried(by: id.escalation)
        let firing = open.filter { troubles[$0]?.recovered == false }
        let wanted = firing.isEmpty ? open : firing
        if !wanted.isEmpty {
            expect(
                announced.sorted() == wanted.sorted(), .announcement,
                "try \(id) announces incidents \(announced), and \(wanted) stand")
        }
        expect(
            (standing == .firing) == !firing.isEmpty, .announcement,
            "try \(id) says \(standing) while \(firing.count) of its incidents fire")
        changeCall(id) { call in
            call.announced = announced
            call.standing = standing
            call.isPerson = answerer == .person
            if answerer == .machine { call.machine = true }
        }
    }

    /// Whether the call under way has given the proof that the contract asks for.
    func hasProof(_ call: CallModel, _ proof: CallPolicy.Proof) -> Bool {
        switch proof {
        case .key: call.keys.contains(.digit(1))
        case .answer: call.keys.contains(.digit(1)) || (call.promptsHeard > 0 && call.isPerson && !call.machine)
        case .randomDigit: (4...9).contains(call.digit) && call.keys.contains(.digit(call.digit))
        }
    }

    mutating func failed(_ id: TryID, _ retryAt: Instant) {
        guard let tree = trees[id.escalation], var turn = tree.turn else {
            return expect(false, .untold, "try \(id) failed and never left")
        }
        let line = turn.call?.line
        release(id, beginsPause: turn.call?.reached ?? false)
        turn.call = nil
        turn.failures += 1
        let routes = max(tree.terms.calls.routes.count, 1)
        turn.failedLines = turn.failures % routes == 0 ? [] : turn.failedLines + [line].compactMap(\.self)
        let first = turn.firstFailure ?? now
        let limit = max(first + tree.terms.calls.lineFailureLimit, now)
        let pause = turn.failures % routes == 0 ? CallTimes.retryPause(after: turn.failures / routes) : .zero
        let wait = retryAt.since(now)
        expect(
            retryAt == min(now + pause, limit), .lineFailure,
            "try \(id) failed and is to be tried again after \(wait.seconds) s")
        turn.firstFailure = first
        turn.retryAt = retryAt
        trees[id.escalation]?.turn = turn
    }

    mutating func ended(_ id: AttemptID, _ outcome: Outcome) {
        guard let tree = trees[id.escalation] else {
            return expect(false, .untold, "attempt \(id) of an escalation that never started")
        }
        expect(id.number == tree.used + 1, .oneOutcome, "attempt \(id) ends where attempt \(tree.used + 1) is due")
        guard let turn = tree.turn, turn.attempt == id.number else {
            return expect(false, .oneOutcome, "attempt \(id) ends, and nothing was tried for it")
        }
        if outcome == .lineFailure {
            let isDue = turn.firstFailure.map { now >= $0 + tree.terms.calls.lineFailureLimit } ?? false
            expect(
                isDue && turn.call == nil, .lineFailure, "attempt \(id) is used up before its line failed long enough")
        } else {
            expect(turn.call != nil, .oneOutcome, "attempt \(id) ends \(outcome.rawValue) without a call")
        }
        if outcome == .acknowledged, let call = turn.call {
            let isProven = hasProof(call, tree.terms.calls.proof)
            expect(isProven, .proof, "attempt \(id) counts as received without the proof")
        }
        if let call = turn.call { release(call.id, beginsPause: true) }
        if outcome != .lineFailure, let phone = tree.terms.turn(id.number)?.contact.phone {
            callsByNoon[phone, default: [:]][lastNoon, default: 0] += 1
        }
        trees[id.escalation]?.turn = nil
        trees[id.escalation]?.used = max(tree.used, id.number)
        if outcome != .lineFailure, outcome != .unreachableNumber { trees[id.escalation]?.gotThrough = true }
    }

    /// Noon in Japan, at which the day of a number began.
    private var lastNoon: Instant {
        let day = Span.hours(24).microseconds
        let sinceNoon = (now - .hours(3)).microseconds % day
        return now - Span(microseconds: sinceNoon < 0 ? sinceNoon + day : sinceNoon)
    }

    /// Those of the contacts whose number may still be called on this day.
    func mayBeCalled(_ contacts: [Contact], _ policy: CallPolicy) -> [Contact] {
        contacts.filter { callsToday(of: $0.phone) < policy.callsPerNumberAndDay }
    }

    func callsToday(of phone: PhoneNumber) -> Int { callsByNoon[phone]?[lastNoon] ?? 0 }

    /// A call that reached the telephone, or the end of an attempt, begins the pause of its number.
    mutating func release(_ id: TryID, beginsPause: Bool) {
        guard let call = trees[id.escalation]?.turn?.call, call.id == id else {
            return expect(false, .untold, "try \(id) ends and is not under way")
        }
        trees[id.escalation]?.turn?.call = nil
        numbers[call.phone]?.holder = nil
        if beginsPause { numbers[call.phone]?.lastEnd = now }
        calls[call.line, default: 0] -= 1
    }
}
