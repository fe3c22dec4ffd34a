public import JSONText
internal import Reports

/// What an operator's program asks about runs.
public enum RunCall: Hashable, Sendable {
    /// The runs on the board, oldest first.
    case list
    /// One run's report, from the journal.
    case show(Int)
    /// A new run; the body says which.
    case order
    case approve(Int)
    case cancel(Int)
    /// The vendor's number; the body says which, and for which action.
    case ticket(Int)
    /// The questions that wait for an operator.
    case questions
    case answer(Int)
    case stopAll, releaseAll

    var isRead: Bool {
        switch self {
        case .list, .show, .questions: true
        case .order, .approve, .cancel, .ticket, .answer, .stopAll, .releaseAll: false
        }
    }
}

/// What is answered.
public enum RunAnswer: Sendable {
    case done(JSONValue)
    /// It cannot be done, or the body cannot be read; why.
    case refused(String)
    case unknown(String)
    /// The sender shall come back.
    case notNow(String)
}

/// The way to whoever carries out runs.
public struct RunDoor: Sendable {
    let ask: @Sendable (RunCall, _ body: [UInt8], _ by: String) async -> RunAnswer

    /// - Parameter ask: `by` is the operator whose token the request showed.
    public init(_ ask: @escaping @Sendable (RunCall, _ body: [UInt8], _ by: String) async -> RunAnswer) {
        self.ask = ask
    }

    /// Of a server without runbooks.
    public static let none = RunDoor { _, _, _ in .unknown("this server has no runbooks") }
}
