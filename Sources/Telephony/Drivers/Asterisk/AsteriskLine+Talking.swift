internal import CallTree
internal import NightEngine
internal import Synchronization

/// The conversation of a call: what the engine wants said is played, once its answer is durable.
extension AsteriskLine {
    /// Tells the engine, and says what it answers. The confirmation of a key is so spoken only when the key is durable.
    func converse(_ input: Input, of id: TryID, after key: Key?) async {
        if key != nil { await stopPlaying(id) }
        switch await submit(input) {
        case .taken(.speech(let speech)): await speak(speech, of: id, after: key)
        case .taken(.done), .taken(.alerts), .taken(.refused), .unwritable, .stopped: break
        }
    }

    /// Whoever presses a key does not want to hear the rest.
    private func stopPlaying(_ id: TryID) async {
        let number = calls.withLock { calls in
            defer { calls[id]?.playback = nil }
            return calls[id]?.playback
        }
        if let number { _ = await api.stopPlaying(number, of: id) }
    }

    private func speak(_ speech: Speech, of id: TryID, after key: Key?) async {
        let isNew = calls.withLock { calls in
            guard let call = calls[id], !call.isOver else { return false }
            defer { calls[id]?.speech = speech }
            // A key that changed nothing is answered all the same.
            return call.speech != speech || key != nil
        }
        guard isNew else { return }
        let files = await voice.files(speech, after: key, words)
        if files.isEmpty { return }
        guard let number = calls.withLock({ $0[id]?.beginSaying(at: clock.now()) }) else { return }
        let media = AsteriskSounds(folder: account.sounds).media(files)
        var why = media.why
        if let text = media.text {
            let told = await api.play(text, as: number, of: id)
            if case .done = told { return }
            why = told.why
        }
        trouble("line \(self.id): call \(id) is silent: \(why)")
        // The engine goes on as after the message: nobody is left on a silent telephone for long.
        hear(.played("-\(number)"), of: id)
    }
}
