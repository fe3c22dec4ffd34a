/// Who judges the patterns of parameters: this room knows no regular expressions. Both sides get the expression without
/// its slashes, and it counts for a whole value.
public struct PatternJudge: Sendable {
    /// What is wrong with an expression, and how to mend it.
    public struct Fault: Hashable, Sendable {
        /// Goes on after the name of the key: "holds no regular expression: …".
        public let what: String
        public let mending: String

        public init(what: String, mending: String) {
            self.what = what
            self.mending = mending
        }
    }

    /// Nil for an expression that can be judged by.
    public let fault: @Sendable (_ expression: String) -> Fault?
    /// False as well for an expression that is at fault: what cannot be judged is not taken.
    public let matches: @Sendable (_ expression: String, _ value: String) -> Bool

    public init(
        fault: @escaping @Sendable (_ expression: String) -> Fault?,
        matches: @escaping @Sendable (_ expression: String, _ value: String) -> Bool
    ) {
        self.fault = fault
        self.matches = matches
    }
}
