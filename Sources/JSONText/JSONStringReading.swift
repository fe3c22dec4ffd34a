extension JSONReader {
    /// The string whose opening quote comes next. Afterwards the reader stands behind its closing quote.
    mutating func string() throws(JSONError) -> String {
        let start = offset + 1
        offset = start
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                let content = bytes[start..<offset]
                offset += 1
                return text(content)
            case UInt8(ascii: "\\"):
                return try stringWithEscapes(from: start)
            case 0..<0x20:
                repairs += 1
                offset += 1
            default:
                offset += 1
            }
        }
        throw expected(.endOfString)
    }

    /// Goes on with a string at its first backslash; what lies before it, from `start`, holds none.
    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var content = Array(bytes[start..<offset])
        while let byte = next {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                return text(content[...])
            case UInt8(ascii: "\\"):
                try appendEscape(to: &content)
            case 0..<0x20:
                repairs += 1
                content.append(byte)
            default:
                content.append(byte)
            }
        }
        throw expected(.endOfString)
    }

    /// RFC 8259, section 7. The backslash has been read.
    private mutating func appendEscape(to content: inout [UInt8]) throws(JSONError) {
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(bytes[offset])
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            offset += 1
            try appendEscapedScalar(to: &content)
            return
        default: throw expected(.escape)
        }
        offset += 1
    }

    /// The scalar of one `\uXXXX`, or of two that make a surrogate pair. A surrogate without its partner is mended.
    private mutating func appendEscapedScalar(to content: inout [UInt8]) throws(JSONError) {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(first) {
            content.append(contentsOf: String(scalar).utf8)
            return
        }
        // First is a surrogate. Only a low one right behind a high one completes it; anything else is left to be read.
        if first < 0xDC00, bytes[offset...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            let before = offset
            offset += 2
            let second = try hexUnit()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                content.append(contentsOf: String(scalar).utf8)
                return
            }
            offset = before
        }
        repairs += 1
        content.append(contentsOf: "\u{FFFD}u\(String(first, radix: 16, uppercase: true))".utf8)
    }

    private mutating func hexUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw expected(.hexDigit)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    /// The text of these bytes. Where a stretch is not UTF-8 (a maximal subpart, Unicode chapter 3), each of its bytes
    /// becomes U+FFFD and two hexadecimal digits: two texts that differ, such as two dedup keys in Shift_JIS, must stay
    /// two. The mark before each byte keeps digits that stood in the text from being taken for a byte.
    private mutating func text(_ content: ArraySlice<UInt8>) -> String {
        if let text = String(validating: content, as: UTF8.self) { return text }
        var parser = Unicode.UTF8.ForwardParser()
        var rest = content.makeIterator()
        var place = content.startIndex
        var mended: [UInt8] = []
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar):
                mended.append(contentsOf: scalar)
                place += scalar.count
            case .error(let length):
                repairs += 1
                for byte in content[place..<place + length] {
                    mended.append(contentsOf: UTF8.encodedReplacementCharacter)
                    mended += [Self.hexDigit(byte >> 4), Self.hexDigit(byte & 0xF)]
                }
                place += length
            case .emptyInput:
                return String(decoding: mended, as: UTF8.self)
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
