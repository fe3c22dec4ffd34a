/// What a mail server said in the end. A refusal is an answer too: the message was surely not taken.
public struct SMTPReply: Hashable, Sendable {
    /// What it was said about.
    public enum Stage: Hashable, Sendable {
        /// Greeting, encryption or login.
        case session
        /// The sender, a recipient, or the wish to send a message.
        case envelope
        /// The whole message.
        case message
    }

    /// Three digits (RFC 5321, 4.2).
    public let code: Int
    /// The lines behind the code. The server's words: they may name a recipient.
    public let text: String
    public let stage: Stage

    public init(code: Int, text: String, stage: Stage) {
        self.code = code
        self.text = text
        self.stage = stage
    }

    /// Whether the server answers for the message from now on.
    public var isAccepted: Bool { stage == .message && (200..<300).contains(code) }

    /// Whether the same message can be accepted later without a person's help: a 4xx code, such as that of a full disk
    /// or of a server that makes strangers come back.
    public var canPass: Bool { (400..<500).contains(code) }
}
