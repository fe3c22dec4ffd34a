/// A text to be met exactly, or a regular expression in slashes that the whole text must match.
///
///     critical            this text
///     /web-\d+/           a regular expression
///     /(?i)web-\d+/       the same, in small or capital letters of ASCII
///
/// An expression is matched scalar by scalar of Unicode, and may hold:
///
///     .                   any scalar but the end of a line
///     [a-z_] [^a-z]       one out of a set; none out of it
///     \d \w \s \D \W \S   a digit, a letter or the like, a space; and all others
///     \. \/ \n \u{3042}   a sign that would mean something else; one that is hard to write
///     (a|b) (?:a|b)       one or the other
///     * + ? {2} {2,} {2,5}  how often; with a further `?` the same, since only whole texts count
///     ^ $                 at the ends, where they say what holds anyway
///
/// What else regular expressions know (back references, looking ahead and behind, word boundaries) is refused, because
/// it cannot be matched in one pass: the engine has one thread, and a text from outside must not hold it.
public struct TextPattern: Sendable {
    private enum Form {
        case exact(String)
        case expression(PatternProgram)
    }

    /// Scalars of a text that an expression sees; what lies behind them does not count. The sources cut their texts to
    /// fewer, so this bounds only what comes another way.
    static let lengthLimit = 1_024

    public let source: String
    private let form: Form

    /// Throws: what is wrong with the pattern, and where.
    public init(_ source: String) throws(PatternFault) {
        self.source = source
        let scalars = source.unicodeScalars
        guard scalars.first == "/" else {
            guard !scalars.allSatisfy(\.properties.isWhitespace) else { throw .blank }
            form = .exact(source)
            return
        }
        let inner = scalars.dropFirst()
        guard inner.last == "/" else { throw .slashNotClosed }
        let expression = inner.dropLast()
        guard !expression.allSatisfy(\.properties.isWhitespace) else { throw .blank }
        form = .expression(try PatternProgram(try PatternReader.read(Array(expression))))
    }

    public func matches(_ text: String) -> Bool {
        switch form {
        case .exact(let wanted): text == wanted
        case .expression(let program): program.matchesWhole(text.unicodeScalars.prefix(Self.lengthLimit))
        }
    }
}
