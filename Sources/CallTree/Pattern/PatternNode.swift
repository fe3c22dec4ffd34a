/// A regular expression that has been read. What can match only the empty text is `empty`, and is never repeated: so each
/// repetition costs at least one state, and the limit of states bounds the work of laying them out.
indirect enum PatternNode {
    case empty
    case one(ScalarSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `atMost` is nil where there is no end.
    case repeated(PatternNode, atLeast: Int, atMost: Int?)

    /// One after the other.
    static func all(of parts: [PatternNode]) -> PatternNode {
        let parts = parts.filter { !$0.isEmpty }
        guard let first = parts.first else { return .empty }
        return parts.count == 1 ? first : .sequence(parts)
    }

    /// One or the other.
    static func any(of options: [PatternNode]) -> PatternNode {
        guard let first = options.first, options.contains(where: { !$0.isEmpty }) else { return .empty }
        return options.count == 1 ? first : .choice(options)
    }

    func repeated(_ count: PatternCount) -> PatternNode {
        isEmpty || count.atMost == 0 ? .empty : .repeated(self, atLeast: count.atLeast, atMost: count.atMost)
    }

    private var isEmpty: Bool {
        if case .empty = self { true } else { false }
    }
}

/// How often something may stand in a row.
struct PatternCount {
    let atLeast: Int
    /// Nil where there is no end.
    let atMost: Int?
}
