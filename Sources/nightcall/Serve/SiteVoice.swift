import CallTree
import SiteSettings
import Synchronization
import Telephony
import WebTransfer

/// The voice of a site.
enum SiteVoice {
    /// - Parameter folder: where speech is kept.
    static func desk(
        _ voices: VoicesSettings, folder: String, transfers: TransferEngine,
        trouble: @escaping @Sendable (String) -> Void
    ) -> VoiceDesk {
        VoiceDesk(
            folder: folder, shipped: ProgramFiles.shippedSpeech, settings: settings(voices), transfers: transfers,
            trouble: trouble)
    }

    static func settings(_ voices: VoicesSettings) -> VoiceSettings {
        var settings = VoiceSettings()
        settings.japanese = engine(voices.japanese) { .openJTalk(rate: $0) }
        settings.english = engine(voices.english) { .espeak(rate: $0) }
        return settings
    }

    private static func engine(_ choice: VoiceChoice, standard: (Double) -> VoiceEngine) -> VoiceEngine {
        switch choice {
        case .standard(let rate): standard(rate)
        case .command(let words): .command(words)
        case .voicevox(let address, let speaker): .voicevox(address: address, speaker: speaker)
        }
    }
}

extension Site {
    /// Where speech is made.
    var speechFolder: String { dataFolder.appendingPathSegment("voice") }

    /// Wherever speech lies: where it is made, and where each Asterisk plays it from.
    var speechFolders: [SpeechFolder] {
        let played = lines.compactMap { line -> String? in
            if case .asterisk(let settings) = line.driver { settings.sounds } else { nil }
        }
        return ([speechFolder] + played).map(SpeechFolder.init)
    }
}

/// How each contract wants names read, as a reload last said.
final class SharedReadings: Sendable {
    private let readings: Mutex<[ContractID: [String: String]]>

    init(_ site: Site) {
        readings = Mutex(Self.readings(site))
    }

    func take(_ site: Site) {
        readings.withLock { $0 = Self.readings(site) }
    }

    func of(_ contract: ContractID) -> [String: String] {
        readings.withLock { $0[contract] ?? [:] }
    }

    private static func readings(_ site: Site) -> [ContractID: [String: String]] {
        Dictionary(site.contracts.map { ($0.contract.id, $0.readings) }) { first, _ in first }
    }
}
