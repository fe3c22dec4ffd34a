internal import CallTree
internal import ServiceHours

/// What a call says, in words: for every line that is told what to say and when.
struct CallWords {
    let notice: NoticeFinder
    let language: Language

    /// - Parameter key: the key that this answers; nil for none.
    /// - Returns: nil when there is nothing to say.
    func parts(_ speech: Speech, after key: Key?) async -> SpokenParts? {
        switch speech {
        case .nothing, .listening: nil
        case .goodbye(let outcome): SpokenParts([SpokenText.goodbye(outcome, language: language)])
        case .message(let announcement, _): await answer(to: key, announcement)
        }
    }

    func message(_ announcement: Announcement) async -> SpokenParts {
        let notice = await notice(announcement, language) ?? SpokenNotice(customer: "", incidents: [])
        return SpokenParts(SpokenText.parts(announcement, notice, language), readings: notice.readings)
    }

    /// The message, or the answer to a key that decides nothing: the star repeats the message, 3 tells who was called.
    private func answer(to key: Key?, _ announcement: Announcement) async -> SpokenParts {
        let keys = SpokenText.keys(announcement.proof, digit: announcement.digit, language)
        let ending = announcement.standing == .firing ? [keys] : []
        switch key {
        case nil, .star: return await message(announcement)
        case .digit(3):
            let notice = await notice(announcement, language)
            let called = SpokenText.called(notice?.called ?? [], language)
            return SpokenParts([called] + ending, readings: notice?.readings ?? [:])
        case .digit, .pound: return SpokenParts([SpokenText.help(language)] + ending)
        }
    }
}

extension VoiceDesk {
    /// The same as files of speech, for lines that are told what to play; none when there is nothing to say.
    func files(_ speech: Speech, after key: Key?, _ words: CallWords) async -> [String] {
        guard let parts = await words.parts(speech, after: key) else { return [] }
        if case .message(let announcement, _) = speech {
            return await files(parts, words.language, instead: ShippedSpeech.instead(of: announcement, words.language))
        }
        return await files(parts, words.language)
    }
}
