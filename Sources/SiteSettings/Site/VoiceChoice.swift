/// What speaks in calls, as nightcall.yaml says it.
public enum VoiceChoice: Hashable, Sendable {
    /// The voice that comes with Debian, at this part of its own speed.
    case standard(rate: Double)
    /// A program and its words.
    case command([String])
    /// An engine with VOICEVOX's requests.
    case voicevox(address: String, speaker: Int)
}

/// The voices of a site.
public struct VoicesSettings: Hashable, Sendable {
    public var japanese = VoiceChoice.standard(rate: 0.85)
    public var english = VoiceChoice.standard(rate: 0.85)

    public init() {}
}
