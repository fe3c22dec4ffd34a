internal import CallTree
internal import ServiceHours

/// What a call says, as files of speech: for lines that are told what to play.
struct CallWords {
    let voice: VoiceDesk
    let notice: NoticeFinder
    let language: Language

    /// - Parameter key: the key that this answers; nil for none.
    /// - Returns: to be played one after the other; none when there is nothing to say.
    func files(_ speech: Speech, after key: Key?) async -> [String] {
        switch speech {
        case .nothing, .listening: return []
        case .goodbye(let outcome):
            return await voice.files(SpokenParts([SpokenText.goodbye(outcome, language: language)]), language)
        case .message(let announcement, _):
            let instead = ShippedSpeech.instead(of: announcement, language)
            return await voice.files(await answer(to: key, announcement), language, instead: instead)
        }
    }

    /// Has the message made while the telephone rings.
    func prepare(_ announcement: Announcement) async {
        await voice.prepare(await message(announcement), language)
    }

    private func message(_ announcement: Announcement) async -> SpokenParts {
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
