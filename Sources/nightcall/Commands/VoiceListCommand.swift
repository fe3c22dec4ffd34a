import ArgumentParser
import Foundation
import JSONText
import ServiceHours
import Telephony

/// `nightcall voice list`: the sentences that are shipped as speech.
struct VoiceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the sentences that come as speech, with their files: a call speaks them without any voice.",
        discussion: """
            One JSON object a line: `language` (ja or en), `text`, and `file`, a WAV of the telephone's own form. Whoever has \
            them spoken anew by a person puts the recordings there under the same names.

            Example:
              nightcall voice list
            """)

    func run() throws {
        for language in [Language.japanese, .english] {
            for text in ShippedSpeech.texts(language) {
                let file = ProgramFiles.shippedSpeech.appendingPathSegment(VoiceDesk.shippedName(text, language))
                let line = JSONValue.object([
                    JSONMember("language", .string(language == .japanese ? "ja" : "en")),
                    JSONMember("text", .string(text)), JSONMember("file", .string(file)),
                ])
                print(line.text(.compact))
            }
        }
    }
}
