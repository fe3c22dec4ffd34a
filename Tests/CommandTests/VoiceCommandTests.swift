import Foundation
import Testing

@Suite struct VoiceCommandTests {
    @Test func `say writes what a telephone hears, and shows how it is read`() throws {
        let folder = try ScratchFolder()
        let file = folder.url.appending(path: "say.wav")
        let said = try NightCallProgram.run("voice", "say", "web01 が応答しません", "--output", file.path)
        #expect(said.code == 0, "\(said.errors)")
        #expect(said.text == "ウェブゼロイチが応答しません")
        let samples = try SpeechSamples.read(file)
        // Some two seconds of speech, not too loud and not too quiet for a line.
        #expect((8_000...48_000).contains(samples.count))
        #expect((15_000...32_767).contains(samples.map { Int($0.magnitude) }.max() ?? 0))
    }

    @Test func `preview speaks a contract's message, and lint names what would be misheard`() throws {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        let site = ["--site", folder.url.path, "--contract", "acme"]
        let file = folder.url.appending(path: "preview.wav").path
        let shown = try RunningProgram(
            NightCallProgram.path, ["voice", "preview", "--summary", "db-1 停止", "--output", file] + site,
            environment: RunningServer.secrets)
        #expect(shown.wait() == 0, "\(shown.errors.all())")
        #expect(shown.output.all().contains { $0.contains("ディービーハイフンイチ、停止") })
        let lint = try RunningProgram(
            NightCallProgram.path, ["voice", "lint", "-"] + site, environment: RunningServer.secrets,
            input: "fjordbox01 が停止\nnginx が停止\n")
        #expect(lint.wait() == 1)
        let found = lint.output.all()
        #expect(found.contains { $0.contains("contact a has no reading") })
        #expect(found.contains { $0.contains("fjordbox is spelled") } && !found.contains { $0.contains("nginx") })
    }

    @Test func `check says what speaks, and what the machine lacks for it`() throws {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        let settings = try String(contentsOf: folder.url.appending(path: "nightcall.yaml"), encoding: .utf8)
        #expect(try Self.voice(folder).isEmpty)
        try folder.write(
            "nightcall.yaml",
            settings.split(separator: "\n").filter { !$0.hasPrefix("lines:") }.joined(separator: "\n")
                + "\nlines: [{id: simulated, driver: sip, proxy: \"127.0.0.1:5060\", from: \"+815012345678\"}]\n")
        #expect(try Self.voice(folder) == ["voice      japanese: Open JTalk"])
        let bare = try Self.voice(folder, path: folder.url.path)
        #expect(bare.count == 1 && bare.allSatisfy { $0.contains("lacks open_jtalk, sox; calls say only") }, "\(bare)")
    }

    /// The lines of `check` about the voice.
    private static func voice(_ folder: ScratchFolder, path: String? = nil) throws -> [String] {
        let environment = RunningServer.secrets.merging(path.map { ["PATH": $0] } ?? [:]) { $1 }
        let program = try RunningProgram(
            NightCallProgram.path, ["check", "--site", folder.url.path], environment: environment)
        #expect(program.wait() == 0, "\(program.errors.all()) \(program.output.all())")
        return program.output.all().filter { $0.hasPrefix("voice ") }
    }
}
