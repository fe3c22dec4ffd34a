/// Whether a line could carry a call now, as far as that can be found out without ringing anybody.
public enum CredentialTrial: Hashable, Sendable {
    /// The other side took our credentials; in words, what it said.
    case accepted(String)
    /// It did not, or is not there; why, for the person who looks after the line.
    case refused(String)

    public var isRefused: Bool {
        switch self {
        case .accepted: false
        case .refused: true
        }
    }
}
