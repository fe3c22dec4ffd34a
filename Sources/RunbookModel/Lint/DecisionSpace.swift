/// Every combination of findings that a decision table may meet, walked without naming each.
///
/// A combination gives each check a verdict, and each value that some row compares a region (`ValueRegion`). Of these are
/// taken to be possible:
///
/// - a check without `after`: every verdict but skipped;
/// - a check with `after`: the same when all that it comes after are normal; otherwise skipped or unknown;
/// - a value of a skipped check: not read; of any other check: every region, and not read. That some values never come
///   with some verdicts (a full disk that is normal) is not known here: a row must be there for them all the same.
///
/// Within these it is exact: which rows are the first that match somewhere, whether some combination has no row, and
/// whether a row that concludes normal is the first match where a check is unknown, skipped or abnormal.
///
/// The walk goes check by check and holds, of all that came before, only what the rows still ask: which of them can still
/// be the first match. Combinations that are alike in this are one state. Twenty checks of five verdicts have 95 trillion
/// combinations, and the usual table over them some hundred states. A table that is made to have too many
/// (`stateLimit`) is not decided at all.
struct DecisionSpace {
    struct Answer {
        /// The rows, from 1, that are nowhere the first match.
        var neverFirst: [Int] = []
        /// A combination that no row matches.
        var uncovered: Combination?
        /// Rows, from 1, that conclude normal, each with a combination where it should not.
        var falselyNormal: [(row: Int, combination: Combination)] = []
        /// Rows, from 1, that conclude normal, each with a combination where everything is known and a check abnormal.
        var boldlyNormal: [(row: Int, combination: Combination)] = []
        /// How many states were held, for those who judge the cost.
        var states = 0
    }

    /// How many states may be held: some megabytes.
    static let stateLimit = 50_000

    private let rules: [Runbook.Rule]
    private let steps: [DecisionStep]
    private let checkCount: Int

    /// - Parameter rules: each with one `any` and one `all` at most, as the reader makes them.
    init(checks: [Runbook.Check], rules: [Runbook.Rule]) {
        self.rules = rules
        checkCount = checks.count
        steps = DecisionStep.steps(checks, rules)
    }

    /// Nil when there are too many states to decide anything.
    func explore() -> Answer? {
        var states = [State(open: RowSet(count: rules.count, rules.indices), rules.count, checkCount)]
        var ends: [Int?] = [nil]
        var trail: [Trail] = []
        let normalRows = RowSet(count: rules.count, rules.indices.filter { rules[$0].conclusion == .normal })
        for step in steps {
            var seen: Set<State> = []
            var (nextStates, nextEnds): ([State], [Int?]) = ([], [])
            for (state, end) in zip(states, ends) {
                for finding in step.possible(state) {
                    let next = step.state(state, after: finding, normalRows)
                    guard seen.insert(next).inserted else { continue }
                    nextStates.append(next)
                    nextEnds.append(trail.count)
                    trail.append(Trail(before: end, finding: finding.what))
                    if trail.count > Self.stateLimit { return nil }
                }
            }
            (states, ends) = (nextStates, nextEnds)
        }
        return answer(states, ends, trail)
    }

    /// What was found at one step, and the trail behind it: the first way that led to a state.
    private struct Trail {
        let before: Int?
        let finding: DecisionStep.Finding.What
    }

    private func answer(_ states: [State], _ ends: [Int?], _ trail: [Trail]) -> Answer {
        var answer = Answer()
        answer.states = trail.count
        var first = RowSet(count: rules.count)
        for (state, end) in zip(states, ends) {
            guard let row = state.matched else {
                if answer.uncovered == nil { answer.uncovered = Self.combination(end, trail) }
                continue
            }
            first.insert(row)
            guard rules[row].conclusion == .normal else { continue }
            if state.isUncertain, !answer.falselyNormal.contains(where: { $0.row == row + 1 }) {
                answer.falselyNormal.append((row + 1, Self.combination(end, trail)))
            }
            if !state.isUncertain, state.isAbnormal, !answer.boldlyNormal.contains(where: { $0.row == row + 1 }) {
                answer.boldlyNormal.append((row + 1, Self.combination(end, trail)))
            }
        }
        answer.neverFirst = rules.indices.filter { !first.contains($0) }.map { $0 + 1 }
        answer.falselyNormal.sort { $0.row < $1.row }
        answer.boldlyNormal.sort { $0.row < $1.row }
        return answer
    }

    private static func combination(_ end: Int?, _ trail: [Trail]) -> Combination {
        var combination = Combination()
        var place = end
        while let at = place {
            switch trail[at].finding {
            case .verdict(let check, let verdict): combination.verdicts.append((check, verdict))
            case .value(let name, let region): combination.values.append((name, region))
            }
            place = trail[at].before
        }
        combination.verdicts.reverse()
        combination.values.reverse()
        return combination
    }
}

extension DecisionSpace {
    /// What the rest of the walk needs to know of what came before.
    struct State: Hashable {
        /// Rows that can still become the first match.
        var open: RowSet
        /// Those of them whose `any` has been met.
        var met: RowSet
        /// The first row that matches whatever comes; only rows above it are still open.
        var matched: Int?
        /// Checks whose forerunner was not normal, and which have not come yet.
        var blocked: RowSet
        /// Whether the last check was skipped, as long as values of it come: none of them is read.
        var isSkipped = false
        /// Whether some check was unknown or skipped, as long as a row that concludes normal may match.
        var isUncertain = false
        /// The same for a check that was abnormal.
        var isAbnormal = false

        init(open: RowSet, _ rowCount: Int, _ checkCount: Int) {
            self.open = open
            met = RowSet(count: rowCount)
            blocked = RowSet(count: checkCount)
        }
    }
}
