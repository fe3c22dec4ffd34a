internal import FoundationEssentials
internal import Glibc
internal import WebTransfer

/// Makes a file of speech for a telephone from a text: the engine speaks it, sox gives it a telephone's band and level.
struct SpeechMaker {
    let transfers: TransferEngine

    /// - Returns: nil when `file` holds the speech now; otherwise what failed.
    func make(_ text: String, _ engine: VoiceEngine, into file: String) async -> String? {
        let spoken = file + ".spoken.wav"
        defer { try? FileManager.default.removeItem(atPath: spoken) }
        if let failure = await speak(text, engine, into: spoken) { return failure }
        return await shape(spoken, into: file)
    }

    private func speak(_ text: String, _ engine: VoiceEngine, into file: String) async -> String? {
        switch engine {
        case .openJTalk(let dictionary, let voice, let rate):
            let words = ["open_jtalk", "-x", dictionary, "-m", voice, "-r", "\(rate)", "-ow", file]
            return await run(words, text, writing: file, isOutput: false)
        case .espeak(let voice, let pace):
            let words = ["espeak-ng", "-v", voice, "-s", "\(pace)", "-w", file, "--stdin"]
            return await run(words, text, writing: file, isOutput: false)
        case .command(let words):
            let isOutput = !words.contains { $0.contains("{wav}") }
            let filled = words.map {
                $0.split(separator: "{wav}", omittingEmptySubsequences: false).joined(separator: file)
            }
            return await run(filled, text, writing: file, isOutput: isOutput)
        case .voicevox(let address, let speaker): return await ask(address, speaker, text, into: file)
        }
    }

    private func run(_ words: [String], _ text: String, writing file: String, isOutput: Bool) async -> String? {
        let written = file + ".txt"
        defer { try? FileManager.default.removeItem(atPath: written) }
        if let failure = write(Array((text + "\n").utf8), into: written) { return failure }
        switch await VoiceProgram.run(words, input: written) {
        case .failed(let why): return why
        case .done(let output):
            if isOutput { return write(output, into: file) }
            return FileManager.default.fileExists(atPath: file) ? nil : "\(words.first ?? "") wrote no speech"
        }
    }

    /// Silence at both ends is cut, so that the parts of a message follow one another, and a short one put behind.
    private func shape(_ spoken: String, into file: String) async -> String? {
        let shaped = file + ".part.wav"
        let words = [
            "sox", spoken, "-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer", shaped, "highpass", "200",
            "lowpass", "3500", "silence", "1", "0.02", "0.1%", "reverse", "silence", "1", "0.02", "0.1%", "reverse",
            "norm", "-3", "pad", "0", "0.35",
        ]
        if case .failed(let why) = await VoiceProgram.run(words, input: nil) { return why }
        return rename(shaped, file) == 0 ? nil : "\(file) cannot be written"
    }

    private func write(_ bytes: [UInt8], into file: String) -> String? {
        FileManager.default.createFile(atPath: file, contents: Data(bytes)) ? nil : "\(file) cannot be written"
    }

    /// Two requests: the query is the text with how it is to be read, the synthesis speaks it.
    private func ask(_ address: String, _ speaker: Int, _ text: String, into file: String) async -> String? {
        let query: WebForm = ["text": text, "speaker": "\(speaker)"]
        let first = await post("\(address)/audio_query?\(query.text)", [])
        guard case .done(let reading) = first else { return first.why }
        let second = await post("\(address)/synthesis?speaker=\(speaker)", reading)
        guard case .done(let speech) = second else { return second.why }
        return write(speech, into: file)
    }

    private func post(_ address: String, _ body: [UInt8]) async -> VoiceProgram.Outcome {
        do {
            var request = HTTPRequest(
                .post, try WebAddress(address), fields: ["Content-Type": "application/json"], body: body)
            request.timeoutMilliseconds = 30_000
            request.bodyLimitBytes = 16 << 20
            let response = try await transfers.perform(request)
            if response.status == 200 { return .done(response.body) }
            return .failed("the voice's engine answers with status \(response.status)")
        } catch {
            return .failed("the voice's engine cannot be asked: \(error)")
        }
    }
}

extension VoiceProgram.Outcome {
    fileprivate var why: String {
        switch self {
        case .failed(let why): why
        case .done: ""
        }
    }
}
