internal import CallTree
public import ServiceHours

/// The texts whose speech comes with NightCall: with them a call can be held without any voice.
public enum ShippedSpeech {
    public static func texts(_ language: Language) -> [String] {
        let keys =
            [SpokenText.keys(.answer, digit: 0, language), SpokenText.keys(.key, digit: 0, language)]
            + (4...9).map { SpokenText.keys(.randomDigit, digit: $0, language) }
        let goodbyes = [Outcome.acknowledged, .passed, .noInput].map { SpokenText.goodbye($0, language: language) }
        return [SpokenText.general(language), SpokenText.settled(language)]
            + [SpokenText.oneMoment(language), SpokenText.help(language)] + keys + goodbyes
    }

    /// What is said of an announcement when nothing of its own can be: that there is trouble, and what to press.
    static func instead(of announcement: Announcement, _ language: Language) -> [String] {
        switch announcement.standing {
        case .firing:
            [
                SpokenText.general(language),
                SpokenText.keys(announcement.proof, digit: announcement.digit, language),
            ]
        case .recovered, .acknowledged, .cancelled: [SpokenText.settled(language)]
        }
    }
}
