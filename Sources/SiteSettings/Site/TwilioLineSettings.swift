public import CallTree
public import ServiceHours

/// What nightcall.yaml says of a line of Twilio's.
public struct TwilioLineSettings: Sendable {
    /// `AC` and 32 hexadecimal digits.
    public let account: String
    public let token: Secret
    public let from: PhoneNumber
    /// Where the API is.
    public let api: String
    public let voice: String
    public let language: Language

    /// Whether what stands for Twilio is a program on this machine, as in tests.
    var isOnThisMachine: Bool { WebPlace(api)?.isOnThisMachine ?? false }
}
