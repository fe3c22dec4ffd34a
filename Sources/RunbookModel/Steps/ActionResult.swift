/// What became of one action. That it was done says nothing about whether it worked: the verification does.
public struct ActionResult: Hashable, Sendable {
    public enum Course: String, Hashable, Sendable, CaseIterable {
        /// The other side has taken it and says that it is done.
        case done
        /// It was surely not done; the sentence says why.
        case notDone
        /// It may have been done: the answer was lost, or a limit of time came first.
        case unclear
        /// What it is for was there already, and nothing was sent.
        case needless
    }

    public let course: Course
    /// One sentence for the report.
    public let sentence: Words
    public let evidence: Evidence

    public init(course: Course, sentence: Words, evidence: Evidence) {
        self.course = course
        self.sentence = sentence
        self.evidence = evidence
    }
}

/// How a target stands with regard to one action, read right before it and again when its outcome is unclear.
public struct Standing: Hashable, Sendable {
    public enum Goal: String, Hashable, Sendable, CaseIterable {
        /// The action would change something.
        case open
        /// What it is for is there already.
        case reached
        /// It cannot be told.
        case unknown
    }

    public let goal: Goal
    /// Which one thing of the target's name it is: when it differs later, another thing has taken the name. Nil when the
    /// kind of action knows no such mark.
    public let identity: String?
    /// One sentence for the report.
    public let sentence: Words
    public let evidence: Evidence

    public init(goal: Goal, identity: String?, sentence: Words, evidence: Evidence) {
        self.goal = goal
        self.identity = identity
        self.sentence = sentence
        self.evidence = evidence
    }
}
