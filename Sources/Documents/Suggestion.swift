/// The known word that was probably meant.
package enum Suggestion {
    /// The nearest word within a third of its length in slips (at least one), or nil.
    package static func nearest(to word: String, among known: [String]) -> String? {
        guard word.count <= 40 else { return nil }
        let lowered = word.lowercased()
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = slips(from: Array(lowered), to: Array(candidate.lowercased()))
            guard distance <= max(1, candidate.count / 3), distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.word
    }

    /// "did you mean `x`?" where something is near, otherwise all that is known.
    package static func mending(_ word: String, among known: [String]) -> String {
        if let near = nearest(to: word, among: known) { return "did you mean `\(near)`?" }
        // A name that is written twice is an error of its own, and offered once.
        var offered: [String] = []
        for name in known where !offered.contains(name) { offered.append(name) }
        switch offered.count {
        case 0: return "remove it"
        case 1: return "write `\(offered[0])`"
        default: return "write one of \(offered.map { "`\($0)`" }.joined(separator: ", "))"
        }
    }

    /// Characters to put in, take out, exchange or swap with a neighbour (optimal string alignment).
    private static func slips(from word: [Character], to other: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, character) in word.enumerated() {
            var current = [row + 1]
            for (column, otherCharacter) in other.enumerated() {
                var least = min(
                    last[column] + (character == otherCharacter ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, character == other[column - 1], word[row - 1] == otherCharacter {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            beforeLast = last
            last = current
        }
        return last[other.count]
    }
}
