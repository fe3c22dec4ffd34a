import ArgumentParser

/// `nightcall voice`: what calls over SIP sound like, before anybody is called.
struct VoiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice",
        abstract: "Hear what calls say, see how it is read, and find what is read badly.",
        discussion: """
            Example:
              nightcall voice say "web01 が応答しません"
            """,
        subcommands: [VoiceSayCommand.self, VoicePreviewCommand.self, VoiceLintCommand.self, VoiceListCommand.self])
}
