internal import CallTree
internal import Markup
internal import ServiceHours

/// What Twilio shall do next in a call, as TwiML (https://www.twilio.com/docs/voice/twiml).
///
/// A call is a chain of short documents, each asked for when the one before has run out: so nothing of it is lost with
/// this process.
struct TwilioDocument {
    let account: TwilioAccount
    let addresses: TwilioAddresses

    /// - Parameter words: of the message or the goodbye.
    func bytes(_ speech: Speech, words: String) -> [UInt8] {
        switch speech {
        case .nothing: return hangUp
        case .message(_, let repetition):
            // The shortest wait that there is: the engine counts the time in which no key comes.
            return response([gather(timeout: 1, saying: words), redirect(.said, "message=\(repetition)")])
        case .listening: return response([gather(timeout: 10), redirect(.waited)])
        case .goodbye: return response([say(words), redirect(.said, "goodbye=1")])
        }
    }

    var hangUp: [UInt8] { response([WrittenElement("Hangup")]) }

    /// While the engine does not answer: the same is asked again.
    /// - Parameter words: "one moment".
    func oneMoment(_ words: String, thenAsking again: String) -> [UInt8] {
        response([
            say(words), WrittenElement("Pause", ["length": "2"]),
            WrittenElement("Redirect", ["method": "POST"], text: again),
        ])
    }

    /// Says a last word to somebody whose call is no longer wanted.
    func leave(_ words: String) -> [UInt8] { response([say(words), WrittenElement("Hangup")]) }

    private func gather(timeout seconds: Int, saying words: String? = nil) -> WrittenElement {
        WrittenElement(
            "Gather",
            [
                "input": "dtmf", "numDigits": "1", "timeout": String(seconds), "finishOnKey": "", "method": "POST",
                "action": addresses.address(.key),
            ],
            content: words.map { [.element(say($0))] } ?? [])
    }

    private func say(_ words: String) -> WrittenElement {
        let language = account.language == .japanese ? "ja-JP" : "en-US"
        return WrittenElement("Say", ["language": language, "voice": account.voice], text: words)
    }

    private func redirect(_ subject: TwilioAddresses.Subject, _ query: String = "") -> WrittenElement {
        WrittenElement("Redirect", ["method": "POST"], text: addresses.address(subject, query))
    }

    private func response(_ verbs: [WrittenElement]) -> [UInt8] {
        WrittenElement("Response", content: verbs.map { .element($0) }).documentBytes
    }
}
