import CallTree
import ServiceHours

/// What a scenario still has in store. Things of one instant happen in the order lines, alerts, recoveries, operator,
/// crashes.
struct DrillScript {
    let bodies: [Scenario.Body]
    let recoveries: [Scenario.Recovery]
    let operatorActions: [Scenario.OperatorAction]
    let lineChanges: [Scenario.LineChange]
    private let crashInstants: [Instant]
    /// Ascending; those that have come are gone.
    private(set) var crashPlaces: [Int]
    /// Recoveries that hang on an attempt and have not come yet, by their place.
    private(set) var before: [Int]
    private(set) var during: [Int]

    init(_ scenario: Scenario) {
        bodies = scenario.bodies
        recoveries = scenario.recoveries
        operatorActions = scenario.operatorActions
        lineChanges = scenario.lineChanges
        crashInstants = scenario.crashes.compactMap { if case .at(let instant) = $0 { instant } else { nil } }
        crashPlaces = scenario.crashes.compactMap { if case .afterEvent(let place) = $0 { place } else { nil } }
            .sorted()
        before = recoveries.indices.filter {
            if case .beforeAttempt = scenario.recoveries[$0].moment { true } else { false }
        }
        during = recoveries.indices.filter {
            if case .duringAttempt = scenario.recoveries[$0].moment { true } else { false }
        }
    }

    func schedule(in world: inout SimulatedWorld) {
        for (index, change) in lineChanges.enumerated() { world.schedule(.lineChanges(index), at: change.at) }
        for (index, body) in bodies.enumerated() { world.schedule(.bodyArrives(index), at: body.at) }
        for (index, recovery) in recoveries.enumerated() {
            if case .at(let instant) = recovery.moment { world.schedule(.sourceRecovers(index), at: instant) }
        }
        for (index, action) in operatorActions.enumerated() { world.schedule(.operatorActs(index), at: action.at) }
        for instant in crashInstants { world.schedule(.engineCrashes, at: instant) }
    }

    /// Whether the engine dies now that so many events are durable. Several places in one step are one crash.
    mutating func crashIsDue(after count: Int) -> Bool {
        guard let first = crashPlaces.first, first <= count else { return false }
        crashPlaces.removeAll { $0 <= count }
        return true
    }

    mutating func useBefore(_ index: Int) {
        before.removeAll { $0 == index }
    }

    mutating func useDuring(_ index: Int) {
        during.removeAll { $0 == index }
    }
}
