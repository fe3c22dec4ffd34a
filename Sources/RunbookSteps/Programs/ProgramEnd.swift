/// How a program ended, or why there was none.
enum ProgramEnd: Hashable, Sendable {
    case exited(Int)
    /// By a signal that was not ours.
    case signaled(Int)
    /// Its time was over, and it was ended.
    case timedOut
    /// Whoever asked for it wants no answer any more, and it was ended.
    case cancelled
    /// It was started, and the system does not tell how it ended.
    case lost
    /// It has surely done nothing.
    case notStarted(Refusal)

    enum Refusal: Hashable, Sendable {
        /// The first word is not an absolute path.
        case noPath
        /// A word or a variable holds a zero byte.
        case zeroByte
        case missing
        case notExecutable
        /// The words and the environment together are longer than the system takes.
        case tooLong
        /// The machine has no room for another process or file at the moment.
        case noRoom
        case other(String)
    }
}
