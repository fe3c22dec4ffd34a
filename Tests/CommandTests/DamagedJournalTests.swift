import CallTree
import EventJournal
import Foundation
import NightEngine
import Testing

/// A journal in which bits have flipped, as the commands and the server meet it.
struct DamagedJournalTests {
    /// The night of one alert, ended in order; `spoil` then flips one bit of the text after the words given.
    private func spoiled(after words: String) async throws -> RunningServer {
        let server = try RunningServer(contracts: ["acme"])
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"needle"}"#, to: "/alerts/acme/mon")
                == 202)
        try server.follow(untilEnded: 1)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        let journal = server.folder.url.appending(path: "var/journal.sqlite")
        var bytes = try Data(contentsOf: journal)
        let place = try #require(bytes.firstRange(of: Data(words.utf8)))
        bytes[place.lowerBound] ^= 0x04
        try bytes.write(to: journal)
        return server
    }

    @Test func `a flipped bit is named with its row by journal verify, and the server does not start on it`()
        async throws
    {
        let server = try await spoiled(after: "needle")
        let verified = try NightCallProgram.run(
            "journal", "verify", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(verified.code == 1)
        let said = verified.text + verified.errors.joined()
        #expect(said.contains("row "), "\(said)")
        let served = try NightCallProgram.run(
            "serve", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(served.code == 1)
        #expect(served.output.isEmpty)
        #expect(served.errors.contains { $0.contains("row ") && $0.contains("journal verify") }, "\(served.errors)")
    }

    /// Before the last checkpoint, where only the check of the whole journal looks, beside the server.
    @Test func `a flipped bit among old rows is found while the server runs, named and alarmed`() async throws {
        let folder = try ScratchFolder()
        try folder.write("var/.keep", "")
        let files = JournalFiles(folder: folder.url.appending(path: "var").path)
        let journal = try SQLiteJournal(at: files, reserveBytes: 0)
        func entries(_ texts: [String]) -> [JournalEntry] {
            texts.map {
                JournalEntry(
                    instant: 0, subject: nil, standing: .continues, kind: 1, version: 1, payload: Array($0.utf8))
            }
        }
        try journal.append(entries(["one", "two", "needle"]))
        for _ in 1...3 { try journal.append(entries(Array(repeating: "more", count: 4_000))) }
        try journal.close()
        var bytes = try Data(contentsOf: URL(filePath: files.database))
        bytes[try #require(bytes.firstRange(of: Data("needle".utf8))).lowerBound] ^= 0x04
        try bytes.write(to: URL(filePath: files.database))

        let server = try RunningServer(contracts: ["acme"], in: folder)
        #expect(server.program.errors.first { $0.hasPrefix("the journal is broken at row 3: ") } != nil)
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        var alarms: [Alarm] = []
        try JournalEvents(SQLiteJournalReader(at: files)).rows(from: 12_004) { row in
            if case .success(let recorded) = row, case .alarmRaised(_, let alarm) = recorded.event {
                alarms.append(alarm)
            }
        }
        #expect(alarms == [.journalBroken(row: 3)])
    }
}
