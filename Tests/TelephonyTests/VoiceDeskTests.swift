import Foundation
import ServiceHours
import Synchronization
import Telephony
import Testing
import WebTransfer

/// Speech made by programs: here one of the tests' own, a tone of sox.
@Suite(.timeLimit(.minutes(5))) struct VoiceDeskTests {
    /// A folder, and a voice whose program is a script that notes every text it is given.
    private final class Desk {
        let folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
        let voice: VoiceDesk

        init(_ script: String, shipped: String? = nil) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var settings = VoiceSettings()
            let filled = script.replacing("NOTES", with: folder.path + "/notes")
            settings.japanese = .command(["/bin/sh", "-c", filled, "sh", "{wav}"])
            let told = Told()
            self.told = told
            voice = VoiceDesk(
                folder: folder.path + "/voice", shipped: shipped, settings: settings, transfers: try TransferEngine(),
                trouble: { told.add($0) })
        }

        let told: Told

        var notes: [String] {
            let text = (try? String(contentsOf: folder.appending(path: "notes"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    private final class Told: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ text: String) { all.withLock { $0.append(text) } }
        var texts: [String] { all.withLock { $0 } }
    }

    private static let tone = #"cat >> NOTES; sox -n -r 48000 "$1" synth 0.5 sine 440"#

    @Test func `a text is made once, whoever asks for it and however often`() async throws {
        let desk = try Desk(Self.tone)
        let files = await withTaskGroup(of: String?.self) { group in
            for _ in 1...8 { group.addTask { [voice = desk.voice] in await voice.file("障害です", [:], .japanese) } }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(files.count == 1 && files.first != .some(nil))
        #expect(desk.notes == ["障害です"])
        #expect(desk.voice.ready("障害です", .japanese) == files.first ?? nil)
    }

    @Test func `the voice is given the contract's reading, and another one for another contract`() async throws {
        let desk = try Desk(Self.tone)
        _ = await desk.voice.file("db-1 です", ["db-1": "イチゴウキ"], .japanese)
        _ = await desk.voice.file("db-1 です", [:], .japanese)
        #expect(desk.notes == ["イチゴウキです", "ディービーハイフンイチです"])
    }

    @Test(arguments: ["exit 3", "echo no speech", "cat > /dev/null; echo junk > \"$1\"", "kill -9 $$"])
    func `a voice that fails is told of, and what is shipped is said instead`(script: String) async throws {
        let desk = try Desk(script, shipped: ShippedSpeechTests.folder.path)
        let instead = Array(ShippedSpeech.texts(.japanese).prefix(2))
        #expect(await desk.voice.file("障害です", [:], .japanese) == nil)
        let files = await desk.voice.files(SpokenParts(["障害です"]), .japanese, instead: instead)
        #expect(files.count == 2 && files.allSatisfy { $0.hasPrefix(ShippedSpeechTests.folder.path) })
        #expect(!desk.told.texts.isEmpty)
    }

    @Test func `whoever has answered does not wait for a voice that takes long`() async throws {
        // Speaks when the folder is gone, which it is at the end of this test.
        let desk = try Desk(
            #"cat >> NOTES; while [ -e NOTES ]; do sleep 0.2; done"#, shipped: ShippedSpeechTests.folder.path)
        Task { [voice = desk.voice] in _ = await voice.file("障害です", [:], .japanese) }
        // Programs start when the machine has time for them; what is asked here is what happens once it speaks.
        while desk.notes.isEmpty { await Task.yield() }
        let files = await desk.voice.files(
            SpokenParts(["障害です"]), .japanese, instead: Array(ShippedSpeech.texts(.japanese).prefix(1)))
        #expect(files.count == 1 && files.allSatisfy { $0.hasPrefix(ShippedSpeechTests.folder.path) })
        #expect(desk.notes == ["障害です"] && desk.told.texts.isEmpty)
    }

    @Test func `speech that is played stays, and what nobody played for a while goes`() async throws {
        let desk = try Desk(Self.tone)
        let played = try #require(await desk.voice.file("障害です", [:], .japanese))
        let forgotten = try #require(await desk.voice.file("復旧です", [:], .japanese))
        for file in [played, forgotten] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: file)
        }
        #expect(await desk.voice.file("障害です", [:], .japanese) == played)
        let folder = SpeechFolder(desk.folder.path + "/voice")
        #expect(folder.remove(unusedSince: Instant(microseconds: 2_000_000_000_000)) == 1)
        #expect(desk.voice.ready("障害です", .japanese) == played)
        #expect(desk.voice.ready("復旧です", .japanese) == nil)
    }

    @Test func `a program that reads nothing does no harm`() async throws {
        let desk = try Desk(#"exec sox -n -r 22050 "$1" synth 0.5 sine 440"#)
        let long = String(repeating: "長い文です。", count: 20_000)
        #expect(await desk.voice.file(long, [:], .japanese) != nil)
    }
}
