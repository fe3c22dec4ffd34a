import RunbookModel
import ServiceHours

/// One check of a round from its first attempt to its result.
struct CheckAttempts: Sendable {
    let check: RoundCheck
    let step: any CheckStep
    let places: Places
    let clock: RoundClock
    let surroundings: Surroundings

    /// How much longer than its time an attempt may take. A step that keeps to its time tells more than a cut does.
    static let grace = Span.seconds(1)

    /// Nil when the task was cancelled before there was a result.
    ///
    /// - Parameter turn: in the queue of the target, for the first attempt.
    func run(_ turn: Turn) async -> CheckResult? {
        let mask = SecretMask()
        var around = surroundings
        around.timeout = check.timeout
        around.secret = mask.noting(surroundings.secret)
        around.conceal = { mask.note($0) }
        var turn = turn
        var attempt = 1
        while true {
            guard let looked = await inItsPlace(turn, around) else { return nil }
            guard looked.observation.mayPass, attempt < check.attempts else {
                return CheckResult(looked, attempts: attempt, mask, surroundings.digest)
            }
            // Waiting takes nobody's place.
            do { try await clock.sleep(check.spacing) } catch { return nil }
            attempt += 1
            turn = places.ofTarget.ask()
        }
    }

    private func inItsPlace(_ turn: Turn, _ around: Surroundings) async -> Looked? {
        defer { turn.end() }
        guard await turn.came() else { return nil }
        let inAll = places.together.ask()
        defer { inAll.end() }
        guard await inAll.came() else { return nil }
        let start = clock.now()
        guard let observation = await withinItsTime(around) else { return nil }
        let end = clock.now()
        return Looked(observation: observation, readAt: end, latency: end.since(start))
    }

    private func withinItsTime(_ around: Surroundings) async -> Observation? {
        await withTaskGroup(of: Observation?.self) { group in
            group.addTask { await step.look(around) }
            group.addTask {
                do { try await clock.sleep(check.timeout + Self.grace) } catch { return nil }
                return Observation(
                    .unknown, Words("制限時間内に終わりませんでした。", "It did not end within its time."), source: check.id.text,
                    mayPass: true)
            }
            // The watch ends first only when the time is over, or when all was cancelled.
            let first = await group.next() ?? nil
            group.cancelAll()
            await group.waitForAll()
            return Task.isCancelled ? nil : first
        }
    }
}

/// An observation, and when it was made.
struct Looked {
    let observation: Observation
    let readAt: Instant
    let latency: Span
}
