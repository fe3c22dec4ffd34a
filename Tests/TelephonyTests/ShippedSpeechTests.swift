import Foundation
import ServiceHours
import Telephony
import Testing
import WebTransfer

/// The speech that comes with NightCall. It is made anew with NIGHTCALL_REGENERATE=1 where Open JTalk, espeak-ng and sox are.
@Suite struct ShippedSpeechTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Telephony/Voice/Shipped").standardizedFileURL

    private static let isRegenerating = ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] != nil

    @Test(arguments: Language.allCases) func `every text that is always the same has its speech`(
        language: Language
    ) async throws {
        if Self.isRegenerating { try await Self.make(language) }
        for text in ShippedSpeech.texts(language) {
            let file = Self.folder.appending(path: VoiceDesk.shippedName(text, language))
            let size = (try? Data(contentsOf: file))?.count ?? 0
            #expect(size > 4_000, "\(text) has no speech; make it with NIGHTCALL_REGENERATE=1")
        }
    }

    @Test func `nothing else is shipped`() throws {
        let names = Set(
            Language.allCases.flatMap { language in
                ShippedSpeech.texts(language).map { VoiceDesk.shippedName($0, language) }
            })
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(found) == names)
    }

    private static func make(_ language: Language) async throws {
        let work = FileManager.default.temporaryDirectory.appending(path: "speech-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: work) }
        let desk = VoiceDesk(
            folder: work.path, shipped: nil, settings: VoiceSettings(), transfers: try TransferEngine(),
            trouble: { Issue.record("\($0)") })
        for text in ShippedSpeech.texts(language) {
            guard let made = await desk.file(text, [:], language) else { continue }
            let sox = Process()
            sox.executableURL = URL(filePath: "/usr/bin/sox")
            let file = folder.appending(path: VoiceDesk.shippedName(text, language))
            // G.711 takes half the room, and is what the telephone hears anyway.
            sox.arguments = ["-D", made, "-e", "mu-law", "-b", "8", file.path]
            try sox.run()
            sox.waitUntilExit()
        }
    }
}
