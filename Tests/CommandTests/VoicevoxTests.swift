import Foundation
import ServiceHours
import Synchronization
import Telephony
import Testing
import WebTransfer

/// A voice that is asked over HTTP, as VOICEVOX is: its two requests, and what is done when they fail.
@Suite(.timeLimit(.minutes(5))) struct VoicevoxTests {
    /// An engine that stands for it (`Tests/Support/Peers/voicevox.py`), and a desk that asks it.
    private final class Desk {
        let folder: ScratchFolder
        let voice: VoiceDesk
        let engine: RunningProgram
        private let told: HeardInputs

        init(_ fault: String = "") throws {
            folder = try ScratchFolder()
            let path = NightCallProgram.root.appending(path: "Tests/Support/Peers/voicevox.py").path
            engine = try RunningProgram("/usr/bin/python3", [path, fault], isAsked: true)
            let port = try #require(engine.output.next()?.split(separator: " ").last)
            var settings = VoiceSettings()
            settings.japanese = .voicevox(address: "http://127.0.0.1:\(port)", speaker: 3)
            let told = HeardInputs()
            self.told = told
            voice = VoiceDesk(
                folder: folder.url.path + "/voice", shipped: NightCallProgram.shippedSpeech, settings: settings,
                transfers: try TransferEngine(), trouble: { told.note($0) })
        }

        var troubles: [String] { told.troubles }

        deinit { engine.kill() }
    }

    @Test func `a text is asked for as it is read, and comes out in the form of a telephone`() async throws {
        let desk = try Desk()
        let file = try #require(await desk.voice.file("db-1 の障害 & 50%です", ["db-1": "イチゴウキ"], .japanese))
        desk.engine.kill()
        let asked = desk.engine.output.all().compactMap {
            try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))
        }
        #expect(asked.compactMap { $0["path"] } == ["/audio_query", "/synthesis"])
        #expect(asked.allSatisfy { $0["speaker"] == "3" })
        let text = try #require(asked.first?["text"])
        #expect(text == VoiceDesk.reading("db-1 の障害 & 50%です", ["db-1": "イチゴウキ"], .japanese))
        let samples = try SpeechSamples.read(URL(filePath: file))
        // A tenth of a second for each letter, at 8,000 samples a second, and a pause of 0.35 s.
        let seconds = Double(text.unicodeScalars.count) / 10 + 0.35
        #expect(abs(Double(samples.count) / 8_000 - seconds) < 0.1, "\(samples.count) samples of \(text)")
        #expect(desk.troubles.isEmpty)
    }

    @Test(arguments: [("query", "500"), ("synthesis", "500"), ("garbage", "sox")])
    func `an engine that fails is told of, and what is shipped is said instead`(fault: String, word: String)
        async throws
    {
        let desk = try Desk(fault)
        let instead = Array(ShippedSpeech.texts(.japanese).prefix(1))
        #expect(await desk.voice.file("障害です", [:], .japanese) == nil)
        let files = await desk.voice.files(SpokenParts(["障害です"]), .japanese, instead: instead)
        #expect(files.count == 1 && files.allSatisfy { $0.hasPrefix(NightCallProgram.shippedSpeech) })
        #expect(desk.troubles.contains { $0.contains(word) }, "\(desk.troubles)")
    }

    @Test func `an engine that does not answer keeps nobody waiting`() async throws {
        let desk = try Desk("silence")
        let files = await desk.voice.files(
            SpokenParts(["障害です"]), .japanese, instead: Array(ShippedSpeech.texts(.japanese).prefix(1)))
        #expect(files.count == 1 && files.allSatisfy { $0.hasPrefix(NightCallProgram.shippedSpeech) })
    }
}
