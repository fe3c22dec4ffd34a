import RunbookModel
import ServiceHours

/// The order within a round: every check begins as soon as those before it have been normal.
struct RoundLooking: Sendable {
    let places: Places
    let clock: RoundClock
    let surroundings: Surroundings
    let told: @Sendable (RoundFinding) async -> Void

    /// Keeps a finding and tells it. What a cancelled round finds is told by nobody: it is made again.
    func note(_ id: CheckID, _ result: CheckResult, _ found: inout [CheckID: CheckResult]) async {
        found[id] = result
        if !Task.isCancelled { await told(RoundFinding(check: id, result: result)) }
    }

    func look(_ checks: [RoundCheck], _ found: inout [CheckID: CheckResult]) async {
        let present = Set(checks.map(\.id)).union(found.keys)
        var results = found
        var waiting = checks.filter { results[$0.id] == nil }
        await withTaskGroup(of: (CheckID, CheckResult).self) { group in
            var running = 0
            while true {
                if Task.isCancelled {
                    for check in waiting { results[check.id] = brokenOff(check) }
                    waiting = []
                }
                var rest: [RoundCheck] = []
                var hasSkipped = false
                for check in waiting {
                    let before = check.after.filter { present.contains($0) && $0 != check.id }
                    if let bad = before.first(where: { results[$0].map { $0.verdict != .normal } ?? false }) {
                        await note(check.id, skipped(check, after: bad), &results)
                        hasSkipped = true
                    } else if before.allSatisfy({ results[$0] != nil }) {
                        // Asked for here and not in the task, so that the order of the file is the order of the queue.
                        let turn = places.ofTarget.ask()
                        group.addTask { (check.id, await attempts(of: check, turn)) }
                        running += 1
                    } else {
                        rest.append(check)
                    }
                }
                waiting = rest
                // One that was skipped may be what another waits for.
                if hasSkipped { continue }
                guard running > 0, let (id, result) = await group.next() else { break }
                running -= 1
                await note(id, result, &results)
            }
        }
        // A circle, which the reader of runbooks refuses.
        for check in waiting { await note(check.id, waitsForItself(check), &results) }
        found = results
    }

    private func attempts(of check: RoundCheck, _ turn: Turn) async -> CheckResult {
        switch check.step {
        case .failure(let refusal):
            turn.end()
            return notMade(
                check,
                Words("このチェックは実行できません: \(refusal.description)", "The check cannot be made: \(refusal.description)"))
        case .success(let step):
            let attempts = CheckAttempts(
                check: check, step: step, places: places, clock: clock, surroundings: surroundings)
            return await attempts.run(turn) ?? brokenOff(check)
        }
    }
}

// MARK: - Results of what was not made

extension RoundLooking {
    func ourSideIsBroken(_ check: RoundCheck, _ broken: CheckID) -> CheckResult {
        notMade(
            check,
            Words(
                "監視する側の点検 \(broken) が正常でないため、判定できません。",
                "Unknown, because the check of our own side, \(broken), was not normal."))
    }

    func brokenOff(_ check: RoundCheck) -> CheckResult {
        notMade(check, Words("中断されたため、判定できません。", "Unknown, because the round was broken off."))
    }

    private func skipped(_ check: RoundCheck, after before: CheckID) -> CheckResult {
        notMade(
            check,
            Words(
                "前提の \(before) が正常でないため、実施しませんでした。",
                "Not made, because \(before), which it comes after, was not normal."),
            verdict: .skipped)
    }

    private func waitsForItself(_ check: RoundCheck) -> CheckResult {
        notMade(
            check,
            Words("前提の指定が循環しているため、実施できませんでした。", "Not made, because it waits for a check that waits for it."))
    }

    private func notMade(_ check: RoundCheck, _ sentence: Words, verdict: Verdict = .unknown) -> CheckResult {
        CheckResult(
            verdict: verdict, sentence: sentence,
            evidence: Evidence(source: check.id.text, readAt: clock.now(), latency: .zero, attempts: 0))
    }
}
