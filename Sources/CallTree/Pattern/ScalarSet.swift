/// A set of Unicode scalars, as one place of a regular expression takes them.
struct ScalarSet: Sendable {
    /// What `\d`, `\w` and `\s` stand for (UTS #18, annex C), and with a capital letter everything else.
    struct Kind: Sendable {
        enum Word { case digit, word, space }

        let word: Word
        let isNegated: Bool

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            isOfWord(scalar) != isNegated
        }

        private func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
            switch word {
            case .digit: scalar.properties.generalCategory == .decimalNumber
            case .space: scalar.properties.isWhitespace
            case .word:
                switch scalar.properties.generalCategory {
                case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark: true
                default: scalar.properties.isAlphabetic || scalar.properties.isJoinControl
                }
            }
        }
    }

    /// In order and apart, so that a search can halve them.
    private let ranges: [ClosedRange<UInt32>]
    private let kinds: [Kind]
    private let isNegated: Bool

    /// - Parameter ignoresCase: whether a letter of ASCII stands for its capital as well, and the other way round.
    init(ranges: [ClosedRange<UInt32>], kinds: [Kind] = [], isNegated: Bool = false, ignoresCase: Bool = false) {
        let all = ignoresCase ? ranges + ranges.flatMap(Self.otherCase) : ranges
        var apart: [ClosedRange<UInt32>] = []
        for range in all.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = apart.last, range.lowerBound <= last.upperBound {
                apart[apart.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                apart.append(range)
            }
        }
        self.ranges = apart
        self.kinds = kinds
        self.isNegated = isNegated
    }

    /// What `.` stands for: everything but the ends of lines (UTS #18, RL1.6).
    static let anyInLine = ScalarSet(ranges: [0x0A...0x0D, 0x85...0x85, 0x2028...0x2029], isNegated: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        (isInRanges(scalar.value) || kinds.contains { $0.contains(scalar) }) != isNegated
    }

    private func isInRanges(_ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= value
    }

    private static func otherCase(of range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        let toSmall: UInt32 = 0x20
        let capitals = range.clamped(to: 0x41...0x5A)
        let small = range.clamped(to: 0x61...0x7A)
        return [
            range.overlaps(0x41...0x5A) ? capitals.lowerBound + toSmall...capitals.upperBound + toSmall : nil,
            range.overlaps(0x61...0x7A) ? small.lowerBound - toSmall...small.upperBound - toSmall : nil,
        ].compactMap(\.self)
    }
}
