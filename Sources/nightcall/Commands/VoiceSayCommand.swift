import ArgumentParser
import ServiceHours
import SiteSettings
import Telephony

/// `nightcall voice say`: one text as a file of speech.
struct VoiceSayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "say",
        abstract: "Speak a text into a WAV file, as a telephone would hear it.",
        discussion: """
            On standard output stands the text as the voice was given it: names in kana, their digits one by one. What is \
            wrong in it is put right by `readings` of a contract.

            Exit codes: 0 spoken; 1 the voice cannot speak; 2 the site cannot be read.

            Example:
              nightcall voice say --output web01.wav "web01 が応答しません"
              nightcall voice say --site DIR --contract acme "db-1 が停止しました"
            """)

    @Argument(help: "The text.")
    var text: String

    @OptionGroup var voice: VoiceOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
    var output = "speech.wav"

    func run() async throws {
        try await voice.speaking(try voice.readSite()) { desk, readings in
            print(VoiceDesk.reading(text, readings, voice.language))
            guard let file = await desk.file(text, readings, voice.language), await desk.join([file], into: output)
            else { throw ExitCode(1) }
        }
        StandardError.print("written to \(output)")
    }
}
