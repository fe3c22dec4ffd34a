/// Why a transfer has no answer, and what that says about the other side. The description is one line that an operator
/// can act on; it never holds a secret, nor the path or query of an address.
///
///     do { response = try await engine.perform(request) } catch {
///         if error.mayHaveArrived { /* ask the other side before doing it again */ }
///         if error.canPass { /* trying again can help */ }
///     }
public enum TransferError: Error, Hashable, Sendable {
    /// Nothing of the request left: the other side has surely not done what was asked.
    case notSent(TransferFault)
    /// The request left, in whole or in part, and no complete answer came: the other side may have done it.
    case answerLost(TransferFault)
    /// The answer is larger than the request allows. The other side has taken the request.
    case tooLarge(peer: String, status: Int, limitBytes: Int)
    /// The task that waited was cancelled.
    case cancelled(peer: String, mayHaveArrived: Bool)
    /// The request itself cannot be sent as it is; the text says what to mend.
    case invalid(String)

    /// Whether the other side may have received the request, and done what it asks.
    public var mayHaveArrived: Bool {
        switch self {
        case .notSent, .invalid: false
        case .answerLost, .tooLarge: true
        case .cancelled(_, let mayHaveArrived): mayHaveArrived
        }
    }

    /// Whether the same request can succeed later without a person's help.
    public var canPass: Bool {
        switch self {
        case .notSent(let fault), .answerLost(let fault): fault.kind.canPass
        case .cancelled: true
        case .tooLarge, .invalid: false
        }
    }
}

extension TransferError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notSent(let fault): "\(fault); nothing was sent"
        case .answerLost(let fault): "\(fault); it was sent and may have been received"
        case .tooLarge(let peer, let status, let limit):
            "\(peer): the answer (status \(status)) is larger than \(limit) bytes; it was received there"
        case .cancelled(let peer, true): "\(peer): cancelled while under way; it may have been received"
        case .cancelled(let peer, false): "\(peer): cancelled before anything was sent"
        case .invalid(let text): text
        }
    }
}
