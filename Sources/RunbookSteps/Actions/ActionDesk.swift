public import RunbookModel
internal import ServiceHours

/// Reads how targets stand, and acts, once for each call; within the action's own time, and with secrets taken out of what
/// comes back.
public struct ActionDesk: Sendable {
    private let action: Runbook.Action
    private let step: Result<any ActionStep, StepRefusal>
    private let clock: RoundClock

    /// How much longer than its time a step may take. A step that keeps to its time tells more than a cut does.
    private static let grace = Span.seconds(1)

    /// - Parameters:
    ///   - kinds: those that may be used.
    ///   - parameters: of the run, by name.
    public init(
        _ action: Runbook.Action, kinds: [any ActionStep.Type], parameters: [String: String], clock: RoundClock
    ) {
        self.action = action
        self.clock = clock
        step = Self.made(action, kinds.first { $0.kind.name == action.use }, parameters)
    }

    private static func made(
        _ action: Runbook.Action, _ kind: (any ActionStep.Type)?, _ parameters: [String: String]
    ) -> Result<any ActionStep, StepRefusal> {
        guard let kind else { return .failure(StepRefusal("there is no kind of action by this name")) }
        do throws(StepRefusal) {
            return .success(
                try kind.init(with: try StepArguments(action.with, keys: kind.kind.with, parameters: parameters)))
        } catch {
            return .failure(error)
        }
    }

    /// Nil when the task was cancelled before it was known.
    public func standing(_ surroundings: Surroundings) async -> Standing? {
        let (around, mask) = made(surroundings)
        switch step {
        case .failure(let refusal):
            return Standing(.unknown, Self.words(refusal), source: action.use, around)
        case .success(let step):
            let start = clock.now()
            let late = Standing(.unknown, Self.late, source: action.use, around)
            guard let found = await within(action.timeout, { await step.standing(around) }, late) else { return nil }
            return Standing(
                goal: found.goal, identity: found.identity.map(mask.hide), sentence: mask.hide(in: found.sentence),
                evidence: found.evidence.masked(mask, from: start, to: clock.now()))
        }
    }

    /// Acts. Nil when the task was cancelled: then nobody knows what was done.
    public func act(_ surroundings: Surroundings) async -> ActionResult? {
        let (around, mask) = made(surroundings)
        switch step {
        case .failure(let refusal):
            return ActionResult(.notDone, Self.words(refusal), source: action.use, around)
        case .success(let step):
            let start = clock.now()
            let late = ActionResult(.unclear, Self.late, source: action.use, around)
            guard
                let found = await within(
                    step.ownTime + action.timeout, { await step.act(around) }, late)
            else { return nil }
            return ActionResult(
                course: found.course, sentence: mask.hide(in: found.sentence),
                evidence: found.evidence.masked(mask, from: start, to: clock.now()))
        }
    }

    private static let late = Words("制限時間内に終わりませんでした。", "It did not end within its time.")

    private static func words(_ refusal: StepRefusal) -> Words {
        Words("この処置は実行できません（\(refusal)）。", "The action cannot be made: \(refusal).")
    }

    private func made(_ surroundings: Surroundings) -> (Surroundings, SecretMask) {
        let mask = SecretMask()
        var around = surroundings
        around.timeout = action.timeout
        around.secret = mask.noting(surroundings.secret)
        around.conceal = { mask.note($0) }
        return (around, mask)
    }

    private func within<Value: Sendable>(
        _ time: Span, _ work: @escaping @Sendable () async -> Value, _ late: Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                do { try await clock.sleep(time + Self.grace) } catch { return nil }
                return late
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            await group.waitForAll()
            return Task.isCancelled ? nil : first
        }
    }
}

extension SecretMask {
    func hide(in words: Words) -> Words { Words(hide(in: words.japanese), hide(in: words.english)) }
}

extension Evidence {
    fileprivate func masked(_ mask: SecretMask, from start: Instant, to end: Instant) -> Evidence {
        var evidence = self
        evidence.source = mask.hide(in: source)
        evidence.excerpt = mask.hide(in: excerpt)
        evidence.requestID = requestID.map(mask.hide)
        evidence.details = details.map { Evidence.Detail($0.name, mask.hide(in: $0.value)) }
        evidence.readAt = end
        evidence.latency = end.since(start)
        return evidence
    }
}
