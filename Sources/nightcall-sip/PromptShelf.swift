import CSIPAgent

/// The speech that calls speak, read once. A file is never changed after it was written: its name says what it holds.
final class PromptShelf {
    private var prompts: [String: OpaquePointer] = [:]
    /// In the order in which they came; the oldest goes first.
    private var paths: [String] = []
    /// About ten minutes of speech.
    private static let limit = 120

    /// Nil when it cannot be read. Valid until the next call.
    func prompt(path: String) -> OpaquePointer? {
        if let known = prompts[path] { return known }
        guard let samples = SpeechFile.samples(path: path),
            let prompt = samples.withUnsafeBufferPointer({ sip_agent_prompt_new($0.baseAddress, $0.count) })
        else { return nil }
        prompts[path] = prompt
        paths.append(path)
        return prompt
    }

    /// Lets go of the oldest. Calls that speak them keep them to their end.
    func tidy() {
        while paths.count > Self.limit {
            sip_agent_prompt_free(prompts.removeValue(forKey: paths.removeFirst()))
        }
    }
}
