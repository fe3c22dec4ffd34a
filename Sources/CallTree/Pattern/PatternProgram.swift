/// A regular expression as states, of which many can be reached at once (Thompson, "Regular expression search
/// algorithm", 1968). Each scalar of a text is looked at once in each state, so that no text takes longer than its
/// length times the number of states.
struct PatternProgram: Sendable {
    static let stateLimit = 2_000

    /// Each stands at a number; the number behind the last is the end of the expression.
    private enum State {
        /// Takes a scalar and goes on to the next state.
        case take(ScalarSet)
        /// Goes on to both without taking anything.
        case fork(Int, Int)
        case jump(Int)
    }

    private var states: [State] = []

    init(_ node: PatternNode) throws(PatternFault) {
        try append(node)
    }

    private mutating func append(_ state: State) throws(PatternFault) {
        guard states.count < Self.stateLimit else { throw .tooManyStates }
        states.append(state)
    }

    private mutating func append(_ node: PatternNode) throws(PatternFault) {
        switch node {
        case .empty: break
        case .one(let set): try append(.take(set))
        case .sequence(let parts): for part in parts { try append(part) }
        case .choice(let options): try append(options: options)
        case .repeated(let part, let atLeast, .none): try append(part, timesOrMore: atLeast)
        case .repeated(let part, let atLeast, .some(let atMost)):
            try append(part, times: atLeast...max(atLeast, atMost))
        }
    }

    private mutating func append(options: [PatternNode]) throws(PatternFault) {
        var ends: [Int] = []
        for option in options.dropLast() {
            let fork = states.count
            try append(.jump(fork))
            try append(option)
            ends.append(states.count)
            try append(.jump(fork))
            states[fork] = .fork(fork + 1, states.count)
        }
        if let last = options.last { try append(last) }
        for end in ends { states[end] = .jump(states.count) }
    }

    private mutating func append(_ part: PatternNode, timesOrMore atLeast: Int) throws(PatternFault) {
        guard atLeast > 0 else {
            let fork = states.count
            try append(.jump(fork))
            try append(part)
            try append(.jump(fork))
            states[fork] = .fork(fork + 1, states.count)
            return
        }
        var start = states.count
        for _ in 0..<atLeast {
            start = states.count
            try append(part)
        }
        try append(.fork(start, states.count + 1))
    }

    private mutating func append(_ part: PatternNode, times: ClosedRange<Int>) throws(PatternFault) {
        for _ in 0..<times.lowerBound { try append(part) }
        var forks: [Int] = []
        for _ in times.lowerBound..<times.upperBound {
            forks.append(states.count)
            try append(.jump(states.count))
            try append(part)
        }
        for fork in forks { states[fork] = .fork(fork + 1, states.count) }
    }
}

extension PatternProgram {
    func matchesWhole(_ text: some Sequence<Unicode.Scalar>) -> Bool {
        var reached = Reached(stateCount: states.count)
        var next = reached
        reach(0, &reached)
        for scalar in text {
            next.clear()
            for number in reached.takers {
                if case .take(let set) = states[number], set.contains(scalar) { reach(number + 1, &next) }
            }
            swap(&reached, &next)
            if reached.isNowhere { return false }
        }
        return reached.isAtEnd
    }

    /// Adds a state and all that can be reached from it without taking a scalar.
    private func reach(_ first: Int, _ reached: inout Reached) {
        reached.pending.append(first)
        while let number = reached.pending.popLast() {
            guard reached.enter(number) else { continue }
            guard number < states.count else {
                reached.isAtEnd = true
                continue
            }
            switch states[number] {
            case .take: reached.takers.append(number)
            case .fork(let one, let other): reached.pending += [other, one]
            case .jump(let target): reached.pending.append(target)
            }
        }
    }

    /// The states in which a text can be after so many of its scalars.
    private struct Reached {
        /// Those that take a scalar.
        var takers: [Int] = []
        var isAtEnd = false
        /// Still to be looked at.
        var pending: [Int] = []
        /// The scalar at which each state was last entered, so that nothing need be wiped out between two of them.
        private var enteredAt: [Int]
        private var scalar = 1

        init(stateCount: Int) {
            enteredAt = Array(repeating: 0, count: stateCount + 1)
        }

        var isNowhere: Bool { takers.isEmpty && !isAtEnd }

        /// False when the state was there already.
        mutating func enter(_ number: Int) -> Bool {
            guard enteredAt[number] != scalar else { return false }
            enteredAt[number] = scalar
            return true
        }

        mutating func clear() {
            takers.removeAll(keepingCapacity: true)
            isAtEnd = false
            scalar += 1
        }
    }
}
