import CallTree
import EventBytes
import EventJournal
import Foundation
import NightEngine
import ServiceHours
import Testing

/// `nightcall journal erase`, and the `retention` of a running server.
@Suite(.serialized) struct JournalEraseTests {
    private func run(_ server: RunningServer, _ arguments: String...) throws -> NightCallProgram.Result {
        let program = try RunningProgram(
            NightCallProgram.path, arguments + ["--site", server.folder.url.path], environment: RunningServer.secrets)
        let code = program.wait()
        return NightCallProgram.Result(code: code, output: program.output.all(), errors: program.errors.all())
    }

    private func bytes(_ server: RunningServer) throws -> Data {
        try Data(contentsOf: server.folder.url.appending(path: "var/journal.sqlite"))
    }

    /// A site whose one incident ended long ago.
    private func journalOfLastYear(_ folder: ScratchFolder) throws {
        try folder.write("var/.keep", "")
        let journal = try SQLiteJournal(
            at: JournalFiles(folder: folder.url.appending(path: "var").path), reserveBytes: 0)
        let old = instant(daysAgo: 500)
        let alert = Alert(
            source: SourceID("mon"), dedupKey: "old", status: .firing, severity: .critical, summary: "秘密の文")
        let event = Event.alertRecorded(ContractID("acme"), alert, why: .undesignated).encoded
        try journal.append([
            JournalEntry(
                instant: old, kind: event.kind, version: event.version, payload: event.payload, texts: event.texts)
        ])
        try journal.close()
    }

    /// Microseconds since 1970.
    private func instant(daysAgo days: Int) -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1_000_000) - Int64(days) * 86_400_000_000
    }

    /// As `2025-12-31`.
    private var dayInBetween: String {
        "\(Instant(microseconds: instant(daysAgo: 300)).japanTime.date)"
    }

    @Test func `it tells first, waits for the server to end, and then the words are in no file and the chain is whole`()
        async throws
    {
        let folder = try ScratchFolder()
        try journalOfLastYear(folder)
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [acknowledge]}", speed: 20, in: folder)
        #expect(
            await server.post(#"{"dedupKey":"new","status":"firing","summary":"今日の文"}"#, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        let told = try run(server, "journal", "erase", "--before", dayInBetween)
        #expect(told.code == 0)
        #expect(told.output == ["would erase 1 texts"])
        #expect(try run(server, "journal", "erase", "--before", dayInBetween, "--yes").code == 75)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(try bytes(server).range(of: Data("秘密の文".utf8)) != nil)
        try folder.write("var/voice/0123.wav", "what was said today")

        let erased = try run(server, "journal", "erase", "--before", dayInBetween, "--yes")
        #expect(erased.code == 0, "\(erased.errors)")
        #expect(erased.output.prefix(2) == ["erased 1 texts", "removed 1 files of speech"])
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "var/voice/0123.wav").path))
        #expect(erased.output.last?.contains(" 1 erased texts ") == true)
        #expect(try bytes(server).range(of: Data("秘密の文".utf8)) == nil)
        #expect(try bytes(server).range(of: Data("今日の文".utf8)) != nil)
        #expect(try run(server, "journal", "verify").code == 0)
        #expect(try run(server, "journal", "export").text.contains("(erased)"))

        // The incident of today has not left the board yet.
        let person = try run(server, "journal", "erase", "--contact", "acme/a", "--yes")
        #expect(person.output.first == "erased 0 texts; 1 more are kept, because something open needs them")
        #expect(person.errors.contains { $0.hasPrefix("acme/a is in the site: ") })
    }

    @Test(arguments: [
        [], ["--contact", "acme"], ["--before", "today"], ["--contact", "a/b", "--before", "2025-01-01"],
    ])
    func `what is not clear is a usage error`(arguments: [String]) throws {
        let program = try RunningProgram(
            NightCallProgram.path, ["journal", "erase", "--site", "none"] + arguments)
        #expect(program.wait() == 64)
    }

    @Test func `a server erases what is older than the site keeps it, after its start`() async throws {
        let folder = try ScratchFolder()
        try journalOfLastYear(folder)
        // Speech that nobody played for more than 30 days, and what is not ours.
        for (name, days) in [("old.wav", 31), ("played.wav", 29), ("somebody's.pdf", 31)] {
            try folder.write("var/voice/" + name, "")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -86_400 * Double(days))],
                ofItemAtPath: folder.url.appending(path: "var/voice/" + name).path)
        }
        let server = try RunningServer(contracts: ["acme"], in: folder, keys: ["retention: 400d"])
        #expect(server.program.errors.next() == "erased 1 texts older than 400 days")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "var/voice").path)
        #expect(left.sorted() == ["played.wav", "somebody's.pdf"])
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(try bytes(server).range(of: Data("秘密の文".utf8)) == nil)
        #expect(try run(server, "journal", "verify").code == 0)
    }

    @Test func `a server keeps what is younger, and everything where the site says nothing`() async throws {
        for keys in [[], ["retention: 600d"]] {
            let folder = try ScratchFolder()
            try journalOfLastYear(folder)
            let server = try RunningServer(contracts: ["acme"], in: folder, keys: keys)
            #expect(await server.get("/healthz").status == 200)
            server.program.signal(SIGTERM)
            #expect(server.program.wait() == 0)
            #expect(server.program.errors.all().isEmpty)
            #expect(try bytes(server).range(of: Data("秘密の文".utf8)) != nil)
        }
    }
}
