import CallTree
import ServiceHours

/// All that may happen in a state.
extension WalkState {
    func moves(_ plan: WalkPlan) -> [WalkMove] {
        var moves: [WalkMove] = []
        addBodies(&moves, plan)
        for (escalation, call) in calls { addCall(call, escalation, &moves, plan) }
        if plan.kinds.contains(.operators) {
            for incident in openIncidents { moves += [.acknowledge(incident.id), .cancel(incident.id)] }
        }
        addWaits(&moves, plan)
        if plan.kinds.contains(.lines) {
            for line in plan.lines { moves += [.line(line, .down), .line(line, .up)] }
        }
        if plan.kinds.contains(.clock) { moves.append(.clockJudged(!board.clockTrusted)) }
        if plan.kinds.contains(.steps), clockSteps == 0 {
            moves += [
                .clockStep(.hours(-2)), .clockStep(.seconds(-10)), .clockStep(.seconds(10)), .clockStep(.hours(2)),
            ]
        }
        if plan.kinds.contains(.crash), crashes == 0 { moves.append(.crash) }
        return moves
    }

    private func addWaits(_ moves: inout [WalkMove], _ plan: WalkPlan) {
        if let decision = nextDecision() {
            moves += [
                .wait(.justBefore, until: decision - Span(microseconds: 1)), .wait(.deadline, until: decision),
                .wait(.pastDeadline, until: decision + .seconds(7)),
            ]
        }
        if plan.kinds.contains(.window), let change = nextWindowChange(plan) {
            moves.append(.wait(.windowChange, until: change))
        }
        if plan.kinds.contains(.forgetting) {
            if let free = nextFreeKey(plan) { moves.append(.wait(.keyFree, until: free)) }
            if let tidying = board.nextTidying, tidying > instant { moves.append(.wait(.tidying, until: tidying)) }
        }
    }

    private func addBodies(_ moves: inout [WalkMove], _ plan: WalkPlan) {
        let all = plan.troubles.indices
        for trouble in all {
            moves += [
                .body([WalkMove.Said(trouble: trouble, status: .firing)]),
                .body([WalkMove.Said(trouble: trouble, status: .resolved)]),
            ]
            if plan.kinds.contains(.contradictions) {
                moves.append(.body([WalkMove.Said(trouble: trouble, status: .update)]))
                moves.append(
                    .body([
                        WalkMove.Said(trouble: trouble, status: .firing),
                        WalkMove.Said(trouble: trouble, status: .resolved),
                    ]))
            }
        }
        if all.count > 1 { moves.append(.body(all.map { WalkMove.Said(trouble: $0, status: .firing) })) }
    }

    private func addCall(_ call: Call, _ escalation: Escalation, _ moves: inout [WalkMove], _ plan: WalkPlan) {
        let id = call.id
        var reports: [CallReport] = [
            .ringing, .answered(by: .person), .promptEnded, .denied, .cannotTell, .ended(.hungUp), .ended(.busy),
            .ended(.unreachableNumber), .ended(.lineFailure),
        ]
        var keys: [Key] = [.digit(1), .digit(2)]
        if plan.kinds.contains(.rareReports) {
            reports += [
                .answered(by: .machine), .answered(by: .unknown), .machineDetected, .ended(.noAnswer),
                .ended(.rejected), .lost(until: call.placedAt + .seconds(57)),
            ]
            keys.append(.digit(3))
        }
        if let digit = escalation.attempt?.digit, escalation.terms.calls.proof == .randomDigit {
            keys.append(.digit(digit))
        }
        moves += reports.map { .report(id, $0) } + keys.map { .key(id, $0) }
        if plan.kinds.contains(.operators) { moves.append(.hangUp(id)) }
    }
}
