/// What is wrong with a pattern, for the person who wrote it. Of the pattern itself no more than a few signs are shown.
public struct PatternFault: Error, Hashable, Sendable {
    /// Goes on after the name of the value: "holds no regular expression: at character 5, `(` is never closed".
    public let what: String
    /// What to write instead, in the imperative.
    public let mending: String

    private init(_ what: String, mending: String) {
        self.what = what
        self.mending = mending
    }

    static let blank = PatternFault(
        "is blank, which matches nothing useful", mending: "write a text, or remove the key")

    static let slashNotClosed = PatternFault(
        "begins with a slash but does not end with one",
        mending: "write `/web.*/` for a regular expression, `/(?i)web.*/` for one in any case, "
            + #"or `/\/data/` for the text `/data`"#
    )

    static let tooManyStates = PatternFault(
        "holds a regular expression of more than \(PatternProgram.stateLimit) states",
        mending: "write smaller numbers in its braces, or split the rule into two")

    /// A fault at one place of the expression. Characters count from 1 at the first slash.
    static func expression(_ what: String, at offset: Int, mending: String) -> PatternFault {
        PatternFault("holds no regular expression: at character \(offset + 2), \(what)", mending: mending)
    }
}
