import Documents

/// Reads `voice`.
struct VoiceReader {
    func voices(_ field: Field?) -> VoicesSettings {
        var voices = VoicesSettings()
        guard let section = field?.section(SiteKeys.voice) else { return voices }
        if let choice = section["japanese"].flatMap(choice) { voices.japanese = choice }
        if let choice = section["english"].flatMap(choice) { voices.english = choice }
        return voices
    }

    private func choice(_ field: Field) -> VoiceChoice? {
        guard let section = field.section(SiteKeys.voiceOf) else { return nil }
        switch (section["command"], section["voicevox"]) {
        case (let command?, nil):
            let words = (command.items() ?? []).compactMap { $0.text() }
            guard let program = words.first, program.hasPrefix("/") else {
                command.error("`command` names no program by its full path")
                return nil
            }
            return .command(words)
        case (nil, let address?):
            let speaker = section["speaker"]?.integer(in: 0...1_000_000) ?? 1
            return address.webAddress().map { .voicevox(address: $0, speaker: speaker) }
        case (.some, .some):
            field.error("`\(field.name)` has both `command` and `voicevox`", mend: "keep one of them")
            return nil
        case (nil, nil):
            let percent = section["rate"]?.integer(in: 50...200) ?? 85
            return .standard(rate: Double(percent) / 100)
        }
    }
}
