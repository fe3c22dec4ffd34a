import Foundation
import ServiceHours
import Telephony
import Testing

/// What a voice needs of the machine, before anybody is called.
@Suite struct VoiceNeedsTests {
    private static func folder(with programs: [String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "needs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for program in programs {
            let file = folder.appending(path: program).path
            try #require(
                FileManager.default.createFile(atPath: file, contents: Data(), attributes: [.posixPermissions: 0o755]))
        }
        return folder
    }

    @Test func `programs are looked for where PATH says, and files where they are`() throws {
        let folder = try Self.folder(with: ["open_jtalk", "sox", "espeak-ng"])
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = VoiceSettings()
        settings.japanese = .openJTalk(dictionary: folder.path, voice: "/nowhere/voice.htsvoice", rate: 1)
        let path = "/nowhere:\(folder.path)"
        #expect(settings.missing(.japanese, path: path) == ["/nowhere/voice.htsvoice"])
        #expect(settings.missing(.english, path: path) == [])
        #expect(
            settings.missing(.japanese, path: "/nowhere") == ["open_jtalk", "sox", "/nowhere/voice.htsvoice"])
        #expect(settings.missing(.english, path: "") == ["espeak-ng", "sox"])
    }

    @Test func `a program of the site's own is looked for at its path, and an engine elsewhere not at all`() throws {
        let folder = try Self.folder(with: ["kokoro", "sox"])
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = VoiceSettings()
        settings.japanese = .command([folder.path + "/kokoro", "{wav}"])
        settings.english = .voicevox(address: "http://127.0.0.1:1", speaker: 1)
        #expect(settings.missing(.japanese, path: folder.path) == [])
        #expect(settings.missing(.english, path: folder.path) == [])
        settings.japanese = .command(["/nowhere/kokoro"])
        #expect(settings.missing(.japanese, path: folder.path) == ["/nowhere/kokoro"])
    }
}
