public import ServiceHours

/// What makes speech of texts.
public enum VoiceEngine: Hashable, Sendable {
    /// Open JTalk with a voice in its HTS form; the rate is 1 for its own speed, less for slower.
    case openJTalk(dictionary: String, voice: String, rate: Double)
    /// espeak-ng, for languages that it reads well: Japanese is none of them.
    case espeak(voice: String, wordsPerMinute: Int)
    /// Any program: it reads the text on standard input. `{wav}` among its words stands for the file to write; without it
    /// the WAV is read from standard output.
    case command([String])
    /// A VOICEVOX engine, or another one with its two requests, at this address.
    case voicevox(address: String, speaker: Int)

    /// Debian's packages `open-jtalk`, `open-jtalk-mecab-naist-jdic` and `hts-voice-nitech-jp-atr503-m001`. For a telephone
    /// slower than by itself: 0.85.
    public static func openJTalk(rate: Double) -> VoiceEngine {
        .openJTalk(
            dictionary: "/var/lib/mecab/dic/open-jtalk/naist-jdic",
            voice: "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice", rate: rate)
    }

    /// Debian's package `espeak-ng`.
    public static func espeak(rate: Double) -> VoiceEngine { .espeak(voice: "en-us", wordsPerMinute: Int(175 * rate)) }

    /// What tells its speech from another's, for the cache.
    var identity: String {
        switch self {
        case .openJTalk(_, let voice, let rate): "open_jtalk \(voice) \(rate)"
        case .espeak(let voice, let pace): "espeak-ng \(voice) \(pace)"
        case .command(let words): "command " + words.joined(separator: "\u{1F}")
        case .voicevox(let address, let speaker): "voicevox \(address) \(speaker)"
        }
    }
}

/// The voices of a site.
public struct VoiceSettings: Hashable, Sendable {
    public var japanese = VoiceEngine.openJTalk(rate: 0.85)
    public var english = VoiceEngine.espeak(rate: 0.85)

    public init() {}

    public func engine(_ language: Language) -> VoiceEngine {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }
}

/// Texts to be spoken, and how the contract wants its names read.
public struct SpokenParts: Hashable, Sendable {
    public let texts: [String]
    public let readings: [String: String]

    public init(_ texts: [String], readings: [String: String] = [:]) {
        self.texts = texts
        self.readings = readings
    }

    /// As one text, for a voice that is not ours.
    func text(_ language: Language) -> String { texts.joined(separator: language == .japanese ? "" : " ") }
}
