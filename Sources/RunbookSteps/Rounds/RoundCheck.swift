public import RunbookModel
public import ServiceHours

/// One check of a round, made ready for one target.
public struct RoundCheck: Sendable {
    public let id: CheckID
    /// What looks, or why it cannot be made with what it is given.
    public let step: Result<any CheckStep, StepRefusal>
    /// Whether it is about ourselves: then the verdicts of all others rest on it.
    public let isOfOurselves: Bool
    /// For one attempt.
    public let timeout: Span
    public let attempts: Int
    /// Between two attempts.
    public let spacing: Span
    /// Checks of the same round that must have been normal. One that is not in the round is not waited for.
    public let after: [CheckID]

    public init(
        id: CheckID, step: Result<any CheckStep, StepRefusal>, isOfOurselves: Bool = false,
        timeout: Span = .seconds(10), attempts: Int = 1, spacing: Span = .zero, after: [CheckID] = []
    ) {
        self.id = id
        self.step = step
        self.isOfOurselves = isOfOurselves
        self.timeout = timeout
        self.attempts = max(1, attempts)
        self.spacing = spacing
        self.after = after
    }

    /// - Parameters:
    ///   - kinds: those that may be used; of two with one name the first counts.
    ///   - parameters: of this run, by name.
    public init(_ check: Runbook.Check, kinds: [any CheckStep.Type], parameters: [String: String]) {
        let kind = kinds.first { $0.kind.name == check.use }
        self.init(
            id: check.id, step: Self.made(check, kind, parameters),
            isOfOurselves: kind?.kind.signal == .ourselves, timeout: check.timeout, attempts: check.attempts,
            spacing: check.spacing, after: check.after)
    }

    private static func made(
        _ check: Runbook.Check, _ kind: (any CheckStep.Type)?, _ parameters: [String: String]
    ) -> Result<any CheckStep, StepRefusal> {
        guard let kind else { return .failure(StepRefusal("there is no kind of check by this name")) }
        do throws(StepRefusal) {
            let with = try StepArguments(check.with, keys: kind.kind.with, parameters: parameters)
            let expect = try StepArguments(check.expect, keys: kind.kind.expect, parameters: parameters)
            return .success(try kind.init(with: with, expect: expect))
        } catch {
            return .failure(error)
        }
    }
}

/// What one check of a round found.
public struct RoundFinding: Hashable, Sendable {
    public let check: CheckID
    public let result: CheckResult

    public init(check: CheckID, result: CheckResult) {
        self.check = check
        self.result = result
    }
}
