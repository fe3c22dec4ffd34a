/// Reads a regular expression; `TextPattern` says what may stand in it. The depth limit bounds its recursion.
struct PatternReader {
    static let depthLimit = 100

    private let scalars: [Unicode.Scalar]
    let ignoresCase: Bool
    /// The next scalar to be read.
    var offset = 0
    /// Groups around it.
    private var depth = 0

    static func read(_ expression: [Unicode.Scalar]) throws(PatternFault) -> PatternNode {
        var reader = PatternReader(expression)
        let node = try reader.choice()
        guard reader.next == nil else {
            throw .expression("`)` closes nothing", at: reader.offset, mending: #"remove it, or write \) for the sign"#)
        }
        return node
    }

    private init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        ignoresCase = scalars.starts(with: "(?i)".unicodeScalars)
        if ignoresCase { offset = 4 }
    }

    private mutating func choice() throws(PatternFault) -> PatternNode {
        var options = [try sequence()]
        while skip("|") { options.append(try sequence()) }
        return .any(of: options)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        if depth == 0 { _ = skip("^") }
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            if depth == 0, scalar == "$", after(1) == nil || after(1) == "|" {
                offset += 1
            } else {
                let part = try part()
                parts.append(try count().map(part.repeated) ?? part)
            }
        }
        return .all(of: parts)
    }

    private mutating func part() throws(PatternFault) -> PatternNode {
        let start = offset
        guard let scalar = next else { return .empty }
        offset += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .one(try set(from: start))
        case ".": return .one(.anyInLine)
        case "\\":
            switch try escaped(from: start) {
            case .scalar(let scalar): return literal(scalar)
            case .kind(let kind): return .one(ScalarSet(ranges: [], kinds: [kind]))
            }
        case "*", "+", "?", "{":
            throw .expression(
                "nothing stands before `\(scalar)`", at: start, mending: #"write \\#(scalar) for the sign itself"#)
        case "^", "$":
            throw .expression(
                "`\(scalar)` stands inside", at: start,
                mending: #"remove it, since the whole text is matched anyway, or write \\#(scalar) for the sign"#)
        default: return literal(scalar)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        .one(ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: ignoresCase))
    }

    /// The opening parenthesis has been read.
    private mutating func group(from start: Int) throws(PatternFault) -> PatternNode {
        if skip("?"), !skip(":") {
            throw .expression(
                "a group of another kind than `(` or `(?:` begins", at: start,
                mending: "write a plain group; only `(?i)` may stand at the beginning")
        }
        guard depth < Self.depthLimit else {
            throw .expression(
                "a group within \(Self.depthLimit) others begins", at: start, mending: "remove needless parentheses")
        }
        depth += 1
        let node = try choice()
        depth -= 1
        guard skip(")") else {
            throw .expression(
                "`(` is never closed", at: start, mending: #"write the missing `)`, or \( for the sign itself"#)
        }
        return node
    }
}

extension PatternReader {
    /// The next scalar, left where it is; nil at the end.
    var next: Unicode.Scalar? { after(0) }

    func after(_ count: Int) -> Unicode.Scalar? {
        offset + count < scalars.count ? scalars[offset + count] : nil
    }

    mutating func skip(_ wanted: Unicode.Scalar) -> Bool {
        guard next == wanted else { return false }
        offset += 1
        return true
    }
}
