/// What went wrong between here and the other side.
public struct TransferFault: Hashable, Sendable {
    /// The other side as scheme, host and port, such as `https://api.example.jp`.
    public let peer: String
    public let kind: Kind
    /// libcurl's own words.
    public let detail: String

    public init(peer: String, kind: Kind, detail: String = "") {
        self.peer = peer
        self.kind = kind
        self.detail = detail
    }

    public enum Kind: Hashable, Sendable {
        /// The host's name has no address, or the name server did not answer.
        case nameNotFound
        /// Nobody accepts connections there, or the way there is closed.
        case notConnected
        /// The time that the request allows is over.
        case timedOut
        /// The two sides found no common way to encrypt.
        case handshakeFailed
        /// The other side's certificate is expired, made for another name or signed by an authority not trusted.
        case certificateRefused
        /// The file with the authorities to trust cannot be read.
        case authoritiesUnreadable
        /// The mail server does not offer STARTTLS, which is required.
        case encryptionNotOffered
        /// The mail server offers none of the ways to log in that are used, or refused without a reply.
        case loginImpossible
        /// The connection ended too early.
        case connectionCut
        /// What came back is not an answer of the protocol.
        case unreadableAnswer
        /// The engine was stopped.
        case stopped
        /// Anything else; the number is libcurl's: https://curl.se/libcurl/c/libcurl-errors.html
        case other(Int)

        /// Whether the fault can go away without a person's help.
        public var canPass: Bool {
            switch self {
            case .nameNotFound, .notConnected, .timedOut, .handshakeFailed, .connectionCut, .unreadableAnswer, .stopped,
                .other:
                true
            case .certificateRefused, .authoritiesUnreadable, .encryptionNotOffered, .loginImpossible: false
            }
        }
    }
}

extension TransferFault: CustomStringConvertible {
    public var description: String {
        "\(peer): \(kind)" + (detail.isEmpty ? "" : " (\(detail))")
    }
}

extension TransferFault.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nameNotFound: "the name was not found; check its spelling and the name server"
        case .notConnected: "nobody accepts the connection; check host, port and firewall"
        case .timedOut: "no complete answer within the time allowed"
        case .handshakeFailed: "no encrypted connection came about; check that the port speaks TLS 1.2 or later"
        case .certificateRefused:
            "its certificate is not trusted; renew it there, or name the file of the authority that signed it"
        case .authoritiesUnreadable: "the file of trusted authorities cannot be read; check its path and content"
        case .encryptionNotOffered: "it does not offer STARTTLS; use a server or port that does"
        case .loginImpossible:
            "it does not let this user log in; check user, password and that it offers PLAIN or LOGIN"
        case .connectionCut: "the connection was cut"
        case .unreadableAnswer: "the answer is not of the protocol; check host and port"
        case .stopped: "the program is stopping"
        case .other(let code): "the transfer failed with error \(code) of libcurl"
        }
    }
}
