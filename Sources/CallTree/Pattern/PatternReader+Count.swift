extension PatternReader {
    /// How often what was just read may stand in a row; nil when nothing says so.
    mutating func count() throws(PatternFault) -> PatternCount? {
        let start = offset
        let count: PatternCount
        switch next {
        case "*": count = PatternCount(atLeast: 0, atMost: nil)
        case "+": count = PatternCount(atLeast: 1, atMost: nil)
        case "?": count = PatternCount(atLeast: 0, atMost: 1)
        case "{": count = try countInBraces(from: start)
        default: return nil
        }
        offset += 1
        // As few or as many as possible: where the whole text must match, both match the same texts.
        _ = skip("?")
        switch next {
        case "*", "+", "?", "{":
            throw .expression(
                "a second count stands", at: offset,
                mending: #"write one count, such as `a+` or `a{2,5}`; counts that give nothing back are not supported"#)
        default: return count
        }
    }

    /// Afterwards the closing brace comes next.
    private mutating func countInBraces(from start: Int) throws(PatternFault) -> PatternCount {
        offset += 1
        let atLeast = number()
        let hasComma = skip(",")
        let atMost = hasComma ? number() : atLeast
        guard let atLeast, next == "}", atMost.map({ $0 >= atLeast }) ?? true else {
            throw .expression(
                "`{` begins no count", at: start,
                mending: #"write it like `{2}`, `{2,}` or `{2,5}`, or write \{ for the sign itself"#)
        }
        guard max(atLeast, atMost ?? 0) <= PatternProgram.stateLimit else { throw .tooManyStates }
        return PatternCount(atLeast: atLeast, atMost: atMost)
    }

    /// A number in decimal digits; anything too large for a count is one more than the largest.
    private mutating func number() -> Int? {
        var number: Int?
        while let value = next?.value, (0x30...0x39).contains(value) {
            number = min((number ?? 0) * 10 + Int(value - 0x30), PatternProgram.stateLimit + 1)
            offset += 1
        }
        return number
    }
}
