public import CallTree
public import ServiceHours
internal import WebTransfer

/// An account at Twilio, and how NightCall uses it.
public struct TwilioAccount: Sendable {
    /// `AC` and 32 hexadecimal digits.
    public let id: String
    /// The secret of the account; signs callbacks as well.
    let token: String
    /// The caller's number: one of the account, or one that it has verified.
    public let from: PhoneNumber
    /// Where the API is; Twilio's own unless a test says otherwise.
    let api: String
    /// Where Twilio reaches this server, without a slash at the end. Signatures cover it.
    let publicURL: String
    /// A voice of Twilio's for the language, such as `Polly.Mizuki`.
    let voice: String
    let language: Language

    public static let standardAPI = "https://api.twilio.com"

    public init(
        id: String, token: String, from: PhoneNumber, api: String = TwilioAccount.standardAPI, publicURL: String,
        voice: String, language: Language
    ) {
        self.id = id
        self.token = token
        self.from = from
        self.api = Self.withoutSlash(api)
        self.publicURL = Self.withoutSlash(publicURL)
        self.voice = voice
        self.language = language
    }

    private static func withoutSlash(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    var credentials: Credentials { Credentials(user: id, secret: token) }
}

extension TwilioAccount: CustomStringConvertible, CustomReflectable {
    /// Without the token.
    public var description: String { "Twilio account \(id)" }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
