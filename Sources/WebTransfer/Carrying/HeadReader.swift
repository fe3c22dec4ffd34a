/// Gathers the lines of an answer's head as libcurl hands them in.
struct HeadReader {
    private(set) var lines: [String] = []
    private var bytes = 0
    /// Whether the block, or the reply, is complete.
    private(set) var hasEnded = false

    /// Far more than any honest server sends.
    static let limitBytes = 64 << 10

    /// A line of a web answer. False when the head is too large.
    ///
    /// A status line begins a new block, because interim answers (1xx) come before the real one. Lines after the end of
    /// a block are trailers and left out: they must not be mistaken for fields of the head (RFC 9110, 6.5.1).
    mutating func takeWeb(_ line: String) -> Bool {
        if line.hasPrefix("HTTP/") {
            self = HeadReader()
        } else if hasEnded {
            return true
        } else if line.isEmpty {
            hasEnded = true
            return true
        } else if line.hasPrefix(" ") || line.hasPrefix("\t"), let last = lines.popLast() {
            // A folded line continues the value before it (RFC 9112, 5.2).
            lines.append(last + " " + line.drop { $0 == " " || $0 == "\t" })
            return count(line)
        }
        lines.append(line)
        return count(line)
    }

    /// A line of a mail server. A reply has several lines, all but the last with a hyphen behind the code (RFC 5321,
    /// 4.2.1); only the last reply is kept. False when it is too large.
    ///
    /// 221 answers QUIT, which libcurl also says after a refusal: the refusal is what counts.
    mutating func takeMail(_ line: String) -> Bool {
        if line.hasPrefix("221") { return true }
        if hasEnded { self = HeadReader() }
        lines.append(line)
        hasEnded = Self.endsReply(line)
        return count(line)
    }

    private static func endsReply(_ line: String) -> Bool {
        let behind = line.utf8.dropFirst(3).first
        return behind == nil || behind == UInt8(ascii: " ")
    }

    private mutating func count(_ line: String) -> Bool {
        bytes += line.utf8.count
        return bytes <= Self.limitBytes
    }
}
