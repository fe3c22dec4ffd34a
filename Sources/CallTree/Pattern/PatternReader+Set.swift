/// What a backslash and the signs behind it stand for.
enum EscapedSign {
    case scalar(Unicode.Scalar)
    case kind(ScalarSet.Kind)
}

extension PatternReader {
    /// The backslash at `start` has been read.
    mutating func escaped(from start: Int) throws(PatternFault) -> EscapedSign {
        guard let scalar = next else {
            throw .expression(
                #"`\` escapes nothing"#, at: start, mending: #"remove it, or write \\ for the sign itself"#)
        }
        offset += 1
        switch scalar {
        case "d", "D": return .kind(ScalarSet.Kind(word: .digit, isNegated: scalar == "D"))
        case "w", "W": return .kind(ScalarSet.Kind(word: .word, isNegated: scalar == "W"))
        case "s", "S": return .kind(ScalarSet.Kind(word: .space, isNegated: scalar == "S"))
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "u": return .scalar(try hexScalar(from: start))
        case "0"..."9", "a"..."z", "A"..."Z":
            throw .expression(
                #"`\\#(scalar)` is not supported"#, at: start,
                mending: #"use \d, \w, \s, \D, \W, \S, \n, \r, \t, \u{…}, or a backslash before a sign"#)
        default: return .scalar(scalar)
        }
    }

    /// The number of `\u{…}`, of which `\u` has been read.
    private mutating func hexScalar(from start: Int) throws(PatternFault) -> Unicode.Scalar {
        var value: UInt32?
        if skip("{") {
            // A value beyond Unicode stays beyond it, so that no number of digits runs over.
            while let digit = next.flatMap({ Character($0).hexDigitValue }), next?.isASCII == true {
                value = min((value ?? 0) << 4 | UInt32(digit), 0x11_0000)
                offset += 1
            }
        }
        guard let scalar = value.flatMap(Unicode.Scalar.init), skip("}") else {
            throw .expression(#"`\u` names no character"#, at: start, mending: #"write it like \u{3042}"#)
        }
        return scalar
    }

    /// One out of a set: `[a-z_]`. The opening bracket at `start` has been read.
    mutating func set(from start: Int) throws(PatternFault) -> ScalarSet {
        let isNegated = skip("^")
        var ranges: [ClosedRange<UInt32>] = []
        var kinds: [ScalarSet.Kind] = []
        guard next != "]" else {
            throw .expression("an empty set begins", at: start, mending: #"write \] for the sign itself"#)
        }
        repeat {
            switch try member(of: start) {
            case .kind(let kind): kinds.append(kind)
            case .scalar(let first): ranges.append(try range(from: first, of: start))
            }
        } while !skip("]")
        return ScalarSet(ranges: ranges, kinds: kinds, isNegated: isNegated, ignoresCase: ignoresCase)
    }

    /// From this scalar to the one behind a hyphen, or this scalar alone.
    private mutating func range(
        from first: Unicode.Scalar, of start: Int
    ) throws(PatternFault) -> ClosedRange<UInt32> {
        guard next == "-", let last = after(1), last != "]" else { return first.value...first.value }
        let hyphen = offset
        offset += 1
        guard case .scalar(let last) = try member(of: start), last >= first else {
            throw .expression(
                "`-` joins no range", at: hyphen, mending: #"write the lower end first, or \- for the sign itself"#)
        }
        return first.value...last.value
    }

    private mutating func member(of start: Int) throws(PatternFault) -> EscapedSign {
        let place = offset
        guard let scalar = next else {
            throw .expression(
                "`[` is never closed", at: start, mending: #"write the missing `]`, or \[ for the sign itself"#)
        }
        offset += 1
        switch scalar {
        case "\\": return try escaped(from: place)
        case "[":
            throw .expression("a set within a set begins", at: place, mending: #"write \[ for the sign itself"#)
        case "&", "-", "~":
            guard next != scalar else {
                throw .expression(
                    "`\(scalar)\(scalar)` is not supported in a set", at: place,
                    mending: #"write \\#(scalar) for the sign itself"#)
            }
            return .scalar(scalar)
        default: return .scalar(scalar)
        }
    }
}
