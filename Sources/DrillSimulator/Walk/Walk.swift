import CallTree
import NightEngine
import ServiceHours

/// Walks every reachable state of a small site over the real step, breadth first, and holds each transition against the
/// outside check.
///
///     let result = Walk.all(of: plan)
///     result.states        // how many there are
///     result.faults        // empty when every night was by the book
public struct Walk {
    /// What a walk found.
    public struct Result: Sendable {
        public let name: String
        public fileprivate(set) var states = 0
        public fileprivate(set) var transitions = 0
        /// False when the plan's limit of states stopped the walk.
        public fileprivate(set) var isComplete = true
        /// Each with the shortest path that leads to it.
        public fileprivate(set) var faults: [Fault] = []

        /// One line for people.
        public var summary: String {
            "\(name): \(states) states, \(transitions) transitions\(isComplete ? "" : ", stopped at the limit")"
        }
    }

    /// Something that was not by the book.
    public struct Fault: Sendable, CustomStringConvertible {
        public let sentence: String
        /// The moves from the empty board to the fault.
        public let path: [String]

        public var description: String {
            ([sentence] + path.enumerated().map { "  \($0.offset + 1). \($0.element)" }).joined(separator: "\n")
        }
    }

    private let plan: WalkPlan
    private let faultLimit: Int
    private var examines = true
    private var result: Result
    private var indices: [StateKey: Int] = [:]
    /// From which state, and by which move, each state was reached first.
    private var origins: [(parent: Int, move: WalkMove?)] = []
    private var atRest: [Bool] = []
    /// Moves that come by themselves: from and to.
    private var selfMoves: [(from: Int32, to: Int32)] = []

    private init(_ plan: WalkPlan, faultLimit: Int) {
        self.plan = plan
        self.faultLimit = faultLimit
        result = Result(name: plan.name)
    }

    /// - Parameter faultLimit: the walk stops after this many faults.
    public static func all(of plan: WalkPlan, faultLimit: Int = 3) -> Result {
        var walk = Walk(plan, faultLimit: faultLimit)
        walk.run { _, _, _, _ in }
        return walk.result
    }

    /// Goes the same way and examines nothing, telling of each transition: the state before, the move, the state after,
    /// and the events.
    static func glance(at plan: WalkPlan, telling observe: (WalkState, WalkMove, WalkState, [Event]) -> Void) {
        var walk = Walk(plan, faultLimit: 1)
        walk.examines = false
        walk.run(observe)
    }

    private mutating func run(_ observe: (WalkState, WalkMove, WalkState, [Event]) -> Void) {
        let first = WalkState(plan: plan)
        _ = enter(first, from: -1, by: nil)
        var level = [(index: 0, state: first)]
        while !level.isEmpty, result.faults.count < faultLimit {
            var next: [(index: Int, state: WalkState)] = []
            for (index, state) in level {
                for move in state.moves(plan) {
                    guard result.faults.count < faultLimit else { break }
                    if origins.count >= plan.stateLimit {
                        result.isComplete = false
                        break
                    }
                    let (after, events) = state.after(move, plan)
                    result.transitions += 1
                    observe(state, move, after, events)
                    follow(from: index, state, move, after, events, &next)
                }
            }
            level = next
        }
        result.states = origins.count
        if examines, result.faults.isEmpty, result.isComplete { findDeadEnds() }
    }

    private mutating func follow(
        from index: Int, _ before: WalkState, _ move: WalkMove, _ after: WalkState, _ events: [Event],
        _ next: inout [(index: Int, state: WalkState)]
    ) {
        if after.check.violations.count > 0 {
            for violation in after.check.violations { fault("\(violation)", at: index, move) }
            return
        }
        // Nothing happened: the state is the one it was.
        if events.isEmpty, after.instant == before.instant { return }
        let (place, isNew) = enter(after, from: index, by: move)
        if move.comesByItself { selfMoves.append((Int32(index), Int32(place))) }
        guard isNew else { return }
        if examines { examine(after, at: place) }
        next.append((place, after))
    }

    private mutating func enter(_ state: WalkState, from parent: Int, by move: WalkMove?) -> (place: Int, isNew: Bool) {
        let key = StateFolding.key(of: state, plan)
        if let known = indices[key] { return (known, false) }
        let place = origins.count
        indices[key] = place
        origins.append((parent, move))
        atRest.append(state.isAtRest)
        return (place, true)
    }

    // MARK: What must hold in each state

    private mutating func examine(_ state: WalkState, at place: Int) {
        if state.board.obligations.isEmpty, state.board.clockTrusted,
            let open = state.openIncidents.first, state.nextDecision() == nil
        {
            fault("nothing is owed, and incident \(open.id) has no end", at: place)
        }
        for (escalation, call) in state.calls {
            let turn = escalation.terms.turn(escalation.attemptsUsed + 1)
            if state.board.dialRequest(for: call.id)?.contact != turn?.contact.id || turn?.contact.phone != call.phone {
                fault("call \(call.id) is not to the contact whose turn it is", at: place)
            }
        }
        // While the clock is distrusted every attempt that is looked at anew says that it waits for the clock.
        if state.board.clockTrusted { compareWithRestarted(state, at: place) }
    }

    /// A crash changes nothing: the board folded from the open events is the one that lives.
    private mutating func compareWithRestarted(_ state: WalkState, at place: Int) {
        var other = state
        other.step = state.restarted(plan)
        if other.board.obligations != state.board.obligations {
            fault("after a crash something else is owed", at: place)
        }
        let taken = other.step.take([.woke], at: state.instant, draw: 0)
        if !taken.events.isEmpty { fault("after a crash something is decided anew: \(taken.events)", at: place) }
        if StateFolding.key(of: other, plan) != StateFolding.key(of: state, plan) {
            fault("after a crash the board is another one", at: place)
        }
    }

    /// From every state, time and the reports of lines alone must be able to lead to the end of all incidents.
    private mutating func findDeadEnds() {
        var reaching = atRest
        var sources = [[Int32]](repeating: [], count: origins.count)
        for move in selfMoves { sources[Int(move.to)].append(move.from) }
        var open = reaching.indices.filter { reaching[$0] }
        while let place = open.popLast() {
            for source in sources[place] where !reaching[Int(source)] {
                reaching[Int(source)] = true
                open.append(Int(source))
            }
        }
        if let dead = reaching.firstIndex(of: false) {
            let count = reaching.count { !$0 }
            fault("no path leads to the end of all incidents (\(count) such states)", at: dead)
        }
    }

    // MARK: Faults

    private mutating func fault(_ sentence: String, at place: Int, _ last: WalkMove? = nil) {
        var path = last.map { [$0.description] } ?? []
        var at = place
        while at > 0 {
            if let move = origins[at].move { path.append(move.description) }
            at = origins[at].parent
        }
        result.faults.append(Fault(sentence: sentence, path: path.reversed()))
    }
}
