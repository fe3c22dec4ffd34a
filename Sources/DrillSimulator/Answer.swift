extension Scenario {
    /// What a called person, a machine or the network does in one attempt.
    public enum Reaction: String, Hashable, Sendable, CaseIterable {
        /// Picks up and gives the proof that is asked for.
        case acknowledge
        /// Picks up and presses 2.
        case pass
        /// Picks up, listens and presses nothing.
        case answer
        /// Picks up and hangs up.
        case hangUp = "hang-up"
        /// A machine picks up.
        case voicemail
        case noAnswer = "no-answer"
        case busy, rejected
        /// The network says that there is no such number.
        case unreachable
        /// Every try of the attempt fails on the line.
        case lineFailure = "line-failure"
    }

    /// The answer to one attempt, however many tries it takes.
    public enum Answer: Hashable, Sendable {
        case always(Reaction)
        /// One of these by chance; drawn with the seed, once for each attempt. Not empty.
        case drawn([Chance])
    }

    public struct Chance: Hashable, Sendable {
        public let reaction: Reaction
        /// Above 0; only the proportion to the sum of all weights counts.
        public let weight: Double

        public init(reaction: Reaction, weight: Double) {
            self.reaction = reaction
            self.weight = weight
        }
    }
}
