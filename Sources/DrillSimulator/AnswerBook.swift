import CallTree

/// Who answers how: one reaction for each attempt, the same for all its tries.
struct AnswerBook: Sendable {
    /// Mixed, so that neighbouring seeds share no draws.
    private let mixedSeed: UInt64
    /// The answer of everybody who has no list.
    private let otherwise: Scenario.Answer
    private var lists: [ContactID: List]
    /// Which attempt of an escalation was last asked about, and the reaction to it. A redial gets the same.
    private var current: [EscalationID: (attempt: Int, reaction: Scenario.Reaction)] = [:]

    private struct List {
        let answers: [Scenario.Answer]
        var attempts = 0

        /// The answer to the next attempt; the last one repeats.
        mutating func next() -> Scenario.Answer? {
            let answer = attempts < answers.count ? answers[attempts] : answers.last
            attempts += 1
            return answer
        }
    }

    init(
        seed: UInt64, answers: [ContactID: [Scenario.Answer]] = [:],
        otherwise: Scenario.Answer = .always(.noAnswer)
    ) {
        var generator = SeededGenerator(seed: seed)
        mixedSeed = generator.next()
        self.otherwise = otherwise
        lists = answers.mapValues { List(answers: $0) }
    }

    mutating func reaction(to attempt: AttemptID, of contact: ContactID) -> Scenario.Reaction {
        // Without lists nothing has to be remembered: the draw follows from the attempt.
        if lists.isEmpty { return draw(otherwise, for: attempt) }
        if let known = current[attempt.escalation], known.attempt == attempt.number { return known.reaction }
        let reaction = draw(lists[contact]?.next() ?? otherwise, for: attempt)
        current[attempt.escalation] = (attempt.number, reaction)
        return reaction
    }

    private func draw(_ answer: Scenario.Answer, for attempt: AttemptID) -> Scenario.Reaction {
        switch answer {
        case .always(let reaction): return reaction
        case .drawn(let chances):
            // A generator of its own for each attempt, so that no attempt depends on how many were drawn before.
            let place = UInt64(truncatingIfNeeded: attempt.escalation.number &* 1_000 &+ attempt.number)
            var generator = SeededGenerator(seed: mixedSeed &+ place)
            generator = SeededGenerator(seed: generator.next())
            let sum = chances.reduce(0) { $0 + $1.weight }
            var drawn = generator.nextFraction() * sum
            for chance in chances {
                if drawn < chance.weight { return chance.reaction }
                drawn -= chance.weight
            }
            return chances.last?.reaction ?? .noAnswer
        }
    }
}
