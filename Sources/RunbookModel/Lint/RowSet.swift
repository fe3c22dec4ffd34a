/// A set of small numbers: rows of the decision table, or checks. The walk of all combinations makes and compares these by
/// the hundred thousand.
struct RowSet: Hashable {
    private var words: [UInt64]

    /// Empty, for numbers from 0 up to `count` (excluded).
    init(count: Int) {
        words = Array(repeating: 0, count: (count + 63) / 64)
    }

    init(count: Int, _ numbers: some Sequence<Int>) {
        self.init(count: count)
        for number in numbers { insert(number) }
    }

    mutating func insert(_ number: Int) { words[number / 64] |= 1 << (number % 64) }

    mutating func remove(_ number: Int) { words[number / 64] &= ~(1 << (number % 64)) }

    func contains(_ number: Int) -> Bool { words[number / 64] & (1 << (number % 64)) != 0 }

    mutating func subtract(_ other: RowSet) {
        for place in words.indices { words[place] &= ~other.words[place] }
    }

    mutating func formUnion(_ other: RowSet) {
        for place in words.indices { words[place] |= other.words[place] }
    }

    mutating func formIntersection(_ other: RowSet) {
        for place in words.indices { words[place] &= other.words[place] }
    }

    func isDisjoint(with other: RowSet) -> Bool {
        for place in words.indices where words[place] & other.words[place] != 0 { return false }
        return true
    }

    var first: Int? {
        for place in words.indices where words[place] != 0 { return place * 64 + words[place].trailingZeroBitCount }
        return nil
    }

    /// Leaves the numbers below this one.
    mutating func cut(from number: Int) {
        for place in words.indices where place >= number / 64 {
            words[place] &= place == number / 64 ? (1 << (number % 64)) - 1 : 0
        }
    }
}
