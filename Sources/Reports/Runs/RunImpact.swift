internal import RunbookModel
public import ServiceHours

/// How long a target was not well, as far as data tell: between which data its beginning and its end lie. Each time is the
/// datum's own, or when it was read where its source tells none.
public struct RunImpact: Hashable, Sendable {
    /// The last good datum before the first bad one; nil when it was bad from the first look on.
    public let lastGoodBefore: Instant?
    public let firstBad: Instant
    public let lastBad: Instant
    /// After the last bad one.
    public let firstGood: Instant?
    /// The one with which it counts as over.
    public let secondGood: Instant?

    /// - Parameter telling: the checks that tell of the target. Nil when none of them was ever abnormal.
    init?(_ rounds: [Run.Round], _ telling: [Runbook.Check]) {
        func results(_ round: Run.Round) -> [CheckResult] { telling.compactMap { round.results[$0.id] } }
        func bad(_ round: Run.Round) -> [Instant] {
            results(round).filter { $0.verdict == .abnormal }.map(\.evidence.datum)
        }
        // What was not seen is no end of it.
        func good(_ round: Run.Round) -> Instant? {
            let seen = results(round)
            let isGood = seen.allSatisfy { $0.verdict == .normal || $0.verdict == .warning }
            return isGood ? seen.map(\.evidence.datum).max() : nil
        }
        guard let first = rounds.firstIndex(where: { !bad($0).isEmpty }),
            let last = rounds.lastIndex(where: { !bad($0).isEmpty }),
            let firstBad = bad(rounds[first]).min(), let lastBad = bad(rounds[last]).max()
        else { return nil }
        lastGoodBefore = rounds[..<first].compactMap(good).last
        self.firstBad = firstBad
        self.lastBad = lastBad
        let after = rounds[(last + 1)...].compactMap(good)
        firstGood = after.first
        secondGood = after.dropFirst().first
    }
}

extension Evidence {
    /// When what was seen was so.
    fileprivate var datum: Instant { sourceTime ?? readAt }
}
