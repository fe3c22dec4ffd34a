internal import CallTree
internal import NightEngine
internal import ServiceHours
internal import Synchronization

/// What Twilio tells and asks while a call lives.
extension TwilioLine {
    public func answer(_ callback: LineCallback) async -> LineAnswer {
        let isGenuine =
            TwilioSignature.isValid(
                callback.signature, address: account.publicURL + callback.target, fields: callback.fields,
                token: account.token) && callback.fields["AccountSid"] == account.id
        guard isGenuine else {
            tellEngine(.callbackForged(id))
            return .forged
        }
        guard let subject = TwilioAddresses.Subject(rawValue: callback.subject), let sid = callback.fields["CallSid"]
        else { return .unknown }
        guard await isOurs(sid, callback.id) else { return await answerStray(sid, subject, callback.id) }
        switch subject {
        case .status:
            if let status = callback.fields["CallStatus"].flatMap(TwilioStatus.init) {
                hear(status, sip: callback.fields["SipResponseCode"].flatMap { Int($0) }, of: callback.id)
                _ = await call(callback.id)?.lastReport?.value
            }
            return .nothing
        case .machine:
            let detected = callback.fields["AnsweredBy"] ?? ""
            if detected.hasPrefix("machine") || detected == "fax" {
                _ = await tell([.callReported(callback.id, .machineDetected)], of: callback.id)?.value
            }
            return .nothing
        case .answer, .said, .key, .waited: return .document(await converse(subject, callback))
        }
    }

    /// In the first moments after a restart the engine has not yet said which calls are owed: it is waited for, so that
    /// nobody who is just listening is hung up.
    private func isOurs(_ sid: String, _ id: TryID) async -> Bool {
        if identify(sid, as: id) { return true }
        guard call(id) == nil else { return false }
        await waitForEngine()
        return identify(sid, as: id)
    }

    /// A call that is not, or no longer, the one of its try: it must not go on ringing or talking.
    private func answerStray(
        _ sid: String, _ subject: TwilioAddresses.Subject, _ id: TryID
    ) async -> LineAnswer {
        let isGhost = state.withLock { $0.ghosts.contains(id) }
        switch subject {
        case .status, .machine:
            if isGhost { await endGhost(sid) }
            return isGhost ? .nothing : .unknown
        case .answer, .said, .key, .waited:
            let words = account.language == .japanese ? "この連絡は終了しました。失礼いたします。" : "This call is over. Goodbye."
            return .document(document(id).leave(words))
        }
    }

    // MARK: The conversation

    /// The answer of the engine, spoken. When the engine takes long, "one moment" is said and the same asked again: a key
    /// travels in the address then, so that it is not lost with this process.
    private func converse(_ subject: TwilioAddresses.Subject, _ callback: LineCallback) async -> [UInt8] {
        let keys = (callback.fields["Digits"] ?? callback.query["keys"] ?? "").compactMap { Key(String($0)) }
        let asking = Task { await speech(subject, keys, callback) }
        let patience = clock.realNanoseconds(for: Self.patience)
        if let spoken = await asking.value(withinNanoseconds: patience) ?? nil { return spoken }
        var query = callback.query.all.filter { $0.name != "keys" }.map { "\($0.name)=\($0.value)" }
        if !keys.isEmpty { query.append("keys=" + keys.map(\.addressText).joined()) }
        let words = SpokenText.oneMoment(account.language)
        let again = addresses(callback.id).address(subject, query.joined(separator: "&"))
        return document(callback.id).oneMoment(words, thenAsking: again)
    }

    /// How long somebody on the telephone hears nothing. Twilio gives up after 15 s.
    private static let patience = Span.seconds(5)

    /// Nil for an engine that does not answer at all.
    private func speech(_ subject: TwilioAddresses.Subject, _ keys: [Key], _ callback: LineCallback) async -> [UInt8]? {
        let id = callback.id
        // That it was answered is repeated with every question: the engine passes over it, and answers what is to be said.
        hear(.inProgress, of: id)
        var inputs = [Input.callReported(id, .answered(by: .unknown))]
        // Together with the keys: who presses one and hangs up must not be overtaken by his hanging up.
        if subject == .key { inputs += keys.map { .keyPressed(id, $0) } }
        guard var speech = await say(inputs, of: id) else { return nil }
        switch subject {
        case .answer, .waited, .key: break
        case .said:
            if isEnd(of: speech, callback.query) {
                guard let next = await say([.callReported(id, .promptEnded)], of: id) else { return nil }
                speech = next
            }
        case .status, .machine: break
        }
        return document(id).bytes(speech, words: await words(speech))
    }

    /// Whether what has come to its end is what is being said: Twilio may ask twice.
    private func isEnd(of speech: Speech, _ query: FormFields) -> Bool {
        switch speech {
        case .message(_, let repetition): query["message"] == String(repetition)
        case .goodbye: query["goodbye"] != nil
        case .nothing, .listening: false
        }
    }

    private func say(_ inputs: [Input], of id: TryID) async -> Speech? {
        switch await tell(inputs, of: id)?.value {
        case .taken(.speech(let speech)): speech
        case .taken(.done), .taken(.alerts), .taken(.refused): Speech.nothing
        // The call ended meanwhile.
        case nil: Speech.nothing
        case .unwritable, .stopped: nil
        }
    }

    private func words(_ speech: Speech) async -> String {
        switch speech {
        case .nothing, .listening: return ""
        case .goodbye(let outcome): return SpokenText.goodbye(outcome, language: account.language)
        case .message(let announcement, _):
            let notice = await notice(announcement, account.language)
            return SpokenText.message(
                announcement, customer: notice?.customer ?? "", incidents: notice?.incidents ?? [],
                finding: notice?.finding ?? "", language: account.language)
        }
    }

    private func document(_ id: TryID) -> TwilioDocument {
        TwilioDocument(account: account, addresses: addresses(id))
    }
}

extension Key {
    /// As it stands in an address; the sign of the pound key would end it.
    fileprivate var addressText: String { self == .pound ? "%23" : text }
}
