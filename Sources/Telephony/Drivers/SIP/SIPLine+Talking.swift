internal import CallTree
internal import NightEngine
internal import SIPMessages
internal import ServiceHours
internal import Synchronization

/// The conversation of a call: what the engine wants said becomes speech, and keys become inputs.
extension SIPLine {
    /// Hands one report to the engine.
    /// - Returns: whether it is durable, or of no matter to anybody.
    func pass(_ report: SIPReport, of id: TryID) async -> Bool {
        switch report {
        case .ringing: return await isTaken(.callReported(id, .ringing))
        case .machine: return await isTaken(.callReported(id, .machineDetected))
        case .answered: return await converse(.callReported(id, .answered(by: .unknown)), of: id, after: nil)
        case .key(let text):
            guard let key = Key(text) else { return true }
            return await converse(.keyPressed(id, key), of: id, after: key)
        case .said(let number):
            guard calls.withLock({ $0[id]?.wasSaid(number) ?? false }) else { return true }
            return await converse(.callReported(id, .promptEnded), of: id, after: nil)
        case .ended(let end):
            let hasRung = calls.withLock { $0[id]?.hasRung ?? false }
            let ending = end.ending(hasRung: hasRung)
            if ending == .lineFailure { noteTrouble("line \(self.id): call \(id) failed: \(end.words)") }
            return await isTaken(.callReported(id, .ended(ending)))
        }
    }

    func isTaken(_ input: Input) async -> Bool {
        switch await submit(input) {
        case .taken: true
        // The engine ends: the helper keeps it, and tells the next one.
        case .unwritable, .stopped: false
        }
    }

    /// Tells the engine, and says what it answers. The confirmation of a key is so spoken only when the key is durable.
    @discardableResult
    func converse(_ input: Input, of id: TryID, after key: Key?) async -> Bool {
        switch await submit(input) {
        case .taken(.speech(let speech)): await speak(speech, of: id, after: key)
        case .taken(.done), .taken(.alerts), .taken(.refused): break
        case .unwritable, .stopped: return false
        }
        return true
    }

    private func speak(_ speech: Speech, of id: TryID, after key: Key?) async {
        let isNew = calls.withLock { calls in
            guard let call = calls[id], call.standing == .carried else { return false }
            defer { calls[id]?.speech = speech }
            // A key that changed nothing is answered all the same.
            return call.speech != speech || key != nil
        }
        guard isNew else { return }
        let files = await voice.files(speech, after: key, words)
        if files.isEmpty { return }
        let number = calls.withLock { $0[id]?.beginSaying(at: clock.now()) }
        if let number { say(files, as: number, of: id) }
    }

    var words: CallWords { CallWords(notice: notice, language: account.language) }
}

extension SIPCall {
    /// Numbers grow from one process to the next, so that the end of what an earlier one said is not taken for ours.
    fileprivate mutating func beginSaying(at now: Instant) -> Int {
        let number = max((lastNumber ?? 0) + 1, Int(now.microseconds))
        lastNumber = number
        return number
    }

    /// Whether what was said last has come to its end: then the engine wants to know.
    fileprivate func wasSaid(_ number: Int) -> Bool { number == lastNumber }
}
