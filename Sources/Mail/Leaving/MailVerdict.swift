internal import WebTransfer

/// What an answer of the mail server, or the lack of one, means for the recipients that were asked for.
enum MailVerdict: Hashable {
    /// The server answers for the mail from now on.
    case taken
    /// For good, and it is about these recipients or this mail (RFC 5321, 4.2.1: 5yz).
    case refused(String)
    /// Not now; it is about these recipients or this mail.
    case later(String)
    /// The server takes no mail at all, as things are: it is down, it is full, or does not let us in.
    case closed(String)

    init(_ reply: SMTPReply) {
        let words = "\(reply.code) \(reply.text)"
        if reply.isAccepted {
            self = .taken
        } else if reply.stage == .session || Self.closing.contains(reply.code) {
            self = .closed(words)
        } else if reply.canPass {
            self = .later(words)
        } else {
            self = .refused(words)
        }
    }

    init(_ error: TransferError) {
        switch error {
        // The server may have taken it: the same mail goes again with the same message id, and a second copy is better
        // than none.
        case .notSent, .answerLost, .cancelled, .tooLarge: self = .closed(error.description)
        case .invalid: self = .refused(error.description)
        }
    }

    /// Said of whatever is asked: the service closes (RFC 5321, 3.8), the login is missing, too weak or wrong
    /// (RFC 4954, 6), or must be encrypted first (RFC 3207, 4).
    private static let closing = [421, 432, 454, 530, 534, 535, 538]

    /// Whether another answer is possible when fewer recipients are asked for.
    var isAboutRecipients: Bool {
        switch self {
        case .refused, .later: true
        case .taken, .closed: false
        }
    }
}
