public import ServiceHours

/// What nightcall.yaml says of a line of an Asterisk, through its REST interface.
public struct AsteriskLineSettings: Sendable {
    /// `http://`, the host, the port and the prefix of Asterisk's HTTP server.
    public let address: String
    public let user: String
    public let password: Secret
    /// What is dialled; holds `{number}` once.
    public let endpoint: String
    /// The folder of speech; begins with `/`.
    public let sounds: String
    /// The caller's number; nil leaves it to Asterisk.
    public let from: String?
    public let numbers: LineSettings.Numbers
    /// The name under which events are asked for; nil for one made of the line's id.
    public let app: String?
    public let language: Language

    /// What tells one connection from another.
    var identityText: String {
        [address, user, endpoint, sounds, from ?? "", numbers.rawValue, app ?? "", "\(language)"]
            .joined(separator: " ")
    }
}
