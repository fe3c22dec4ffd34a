import ArgumentParser
import CallTree
import Foundation
import ServiceHours
import SiteSettings
import Telephony

/// `nightcall voice preview`: the whole message of a contract's call.
struct VoicePreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Speak the message that a contract's contacts would hear.",
        discussion: """
            Prints the message part by part, each with how it is read, and writes it as a WAV file.

            Exit codes: 0 spoken; 1 the voice cannot speak; 2 the site cannot be read.

            Example:
              nightcall voice preview --site DIR --contract acme --summary "web01 が応答しません"
            """)

    @OptionGroup var voice: VoiceOptions

    @Option(help: ArgumentHelp("What the alert says.", valueName: "text"))
    var summary = "web01 が応答しません"

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
    var output = "preview.wav"

    func run() async throws {
        guard let site = try voice.readSite(), let id = voice.contract else {
            throw ValidationError("Name a site and a contract: --site DIR --contract ID.")
        }
        try await voice.speaking(site) { desk, readings in
            guard let terms = site.contract(ContractID(id))?.contract.terms else { return }
            var files: [String] = []
            for text in parts(terms) {
                print("\(text)\n    \(VoiceDesk.reading(text, readings, voice.language))")
                guard let file = await desk.file(text, readings, voice.language) else { throw ExitCode(1) }
                files.append(file)
            }
            guard await desk.join(files, into: output) else { throw ExitCode(1) }
        }
        StandardError.print("written to \(output)")
    }

    private func parts(_ terms: CallTerms) -> [String] {
        let announcement = Announcement(
            contract: terms.id, incidents: [IncidentID(1)], standing: .firing, proof: terms.calls.proof, digit: 7)
        let notice = SpokenNotice(
            customer: terms.kana.isEmpty ? terms.customer : terms.kana,
            incidents: [SpokenIncident(summary: summary, since: RealClock.now())])
        return SpokenText.parts(announcement, notice, voice.language)
    }
}
