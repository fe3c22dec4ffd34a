public import RunbookModel

/// Runs rounds of checks, side by side within limits.
///
///     let desk = CheckDesk(clock: clock)
///     let findings = await desk.run(checks, surroundings)
///
/// One desk serves all targets of a site, so that its limits hold for all of them together. A target has a limit of its
/// own as well: one that hangs keeps only its own places, and holds no other up.
public struct CheckDesk: Sendable {
    public let clock: RoundClock
    private let together: PlaceLimit
    private let perTarget: Int

    /// - Parameters:
    ///   - together: how many checks look at once, whatever their targets.
    ///   - perTarget: how many of one target look at once.
    public init(together: Int = 64, perTarget: Int = 10, clock: RoundClock) {
        self.together = PlaceLimit(together)
        self.perTarget = perTarget
        self.clock = clock
    }

    /// One round for one target: a finding for each check, in the order of the checks. Returns soon after its task is
    /// cancelled; what was not made by then is unknown.
    ///
    /// - Parameters:
    ///   - known: what a round that was broken off has found; these checks are not made again, and what comes after them
    ///     rests on them.
    ///   - told: gets each finding as soon as it is there, and none of what was broken off.
    public func run(
        _ checks: [RoundCheck], knowing known: [CheckID: CheckResult] = [:], _ surroundings: Surroundings,
        told: @escaping @Sendable (RoundFinding) async -> Void = { _ in }
    ) async -> [RoundFinding] {
        let places = Places(ofTarget: PlaceLimit(perTarget), together: together)
        var found = known
        let looking = RoundLooking(places: places, clock: clock, surroundings: surroundings, told: told)
        // Ourselves first: with a broken line or a wrong clock of ours, nothing else would mean anything.
        await looking.look(checks.filter(\.isOfOurselves), &found)
        let broken = checks.first { $0.isOfOurselves && found[$0.id]?.verdict != .normal }
        let others = checks.filter { !$0.isOfOurselves }
        if let broken, !Task.isCancelled {
            for check in others where found[check.id] == nil {
                await looking.note(check.id, looking.ourSideIsBroken(check, broken.id), &found)
            }
        } else {
            await looking.look(others, &found)
        }
        return checks.map { check in
            RoundFinding(check: check.id, result: found[check.id] ?? looking.brokenOff(check))
        }
    }

    /// A round for each of many targets, side by side; the answers are in the order of the targets.
    public func run(_ targets: [(checks: [RoundCheck], surroundings: Surroundings)]) async -> [[RoundFinding]] {
        await withTaskGroup(of: (Int, [RoundFinding]).self) { group in
            for (place, target) in targets.enumerated() {
                group.addTask { (place, await run(target.checks, target.surroundings)) }
            }
            var found: [Int: [RoundFinding]] = [:]
            for await (place, findings) in group { found[place] = findings }
            return targets.indices.map { found[$0] ?? [] }
        }
    }
}

/// The two limits that a check asks before it looks.
struct Places: Sendable {
    let ofTarget: PlaceLimit
    let together: PlaceLimit
}
