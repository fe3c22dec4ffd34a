/// A part of what one value of a check can be: within a region every comparison of the decision table has the same
/// answer, so that one region stands for all that lies in it.
enum ValueRegion: Hashable {
    case notRead
    case below(Double)
    case at(Double)
    case between(Double, Double)
    case above(Double)
    case word(String)
    /// Any word that no row names.
    case otherWord
    /// Any value, where the rows name no number.
    case anyNumber

    /// All regions of a value that is compared so: the numbers are split at every bound, and every word that is named
    /// stands beside all others.
    static func regions(_ comparisons: [Comparison]) -> [ValueRegion] {
        var bounds: Set<Double> = []
        var words: Set<String> = []
        for comparison in comparisons {
            switch comparison {
            case .less(let bound), .atMost(let bound), .greater(let bound), .atLeast(let bound): bounds.insert(bound)
            case .equal(let wanted), .unequal(let wanted):
                if let number = wanted.number { bounds.insert(number) } else { words.insert(wanted.text) }
            }
        }
        let ordered = bounds.sorted()
        var regions: [ValueRegion] = []
        if let first = ordered.first, let last = ordered.last {
            regions.append(.below(first))
            for (bound, next) in zip(ordered, ordered.dropFirst()) { regions += [.at(bound), .between(bound, next)] }
            regions += [.at(last), .above(last)]
        } else {
            regions.append(.anyNumber)
        }
        return regions + words.sorted().map { .word($0) } + [.otherWord, .notRead]
    }

    /// Whether a comparison whose bounds are among those of the regions holds all over this one.
    func fulfils(_ comparison: Comparison) -> Bool {
        switch comparison {
        case .less(let bound): lies(below: bound)
        case .greater(let bound): lies(above: bound)
        case .atMost(let bound): lies(below: bound) || self == .at(bound)
        case .atLeast(let bound): lies(above: bound) || self == .at(bound)
        case .equal(let wanted): isExactly(wanted)
        case .unequal(let wanted): self != .notRead && !isExactly(wanted)
        }
    }

    private func lies(below bound: Double) -> Bool {
        switch self {
        case .below(let end): end <= bound
        case .at(let number): number < bound
        case .between(_, let end): end <= bound
        case .above, .word, .otherWord, .anyNumber, .notRead: false
        }
    }

    private func lies(above bound: Double) -> Bool {
        switch self {
        case .above(let end): end >= bound
        case .at(let number): number > bound
        case .between(let end, _): end >= bound
        case .below, .word, .otherWord, .anyNumber, .notRead: false
        }
    }

    private func isExactly(_ wanted: Comparison.StepText) -> Bool {
        if let number = wanted.number { return self == .at(number) }
        return self == .word(wanted.text)
    }
}

extension ValueRegion: CustomStringConvertible {
    /// As it stands after the value's name in a message: "`disk.disk` between 80 and 90".
    var description: String {
        switch self {
        case .notRead: "not read"
        case .below(let bound): "below \(Self.shown(bound))"
        case .at(let number): "= \(Self.shown(number))"
        case .between(let low, let high): "between \(Self.shown(low)) and \(Self.shown(high))"
        case .above(let bound): "above \(Self.shown(bound))"
        case .word(let word): "= \(word)"
        case .otherWord: "another word"
        case .anyNumber: "a number"
        }
    }

    private static func shown(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }
}
