import CallTree
import EventJournal
import Foundation
import JSONText
import Reports
import ServiceHours
import Testing

@testable import NightEngine

/// Journals that earlier versions wrote must load for ever. `Fixtures/Journals/version-1` was written by the first one.
///
/// NIGHTCALL_REGENERATE=1 writes the night below anew; do that only before the first release.
@Suite(.serialized) struct RecordedJournalTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/Journals/version-1").standardizedFileURL

    @Test func `the journal of version 1 is whole, and its events are the ones written out beside it`() throws {
        if ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] == "1" { try Self.record() }
        let reader = try Self.copy()
        guard case .whole(let head, let rows, let erased) = try reader.verify(.everything()) else {
            Issue.record("the recorded journal is broken")
            return
        }
        #expect(head.sequence == rows && erased == 1)
        var lines: [String] = []
        try JournalEvents(reader).all { lines.append($0.json.text(.compact)) }
        let expected = try String(contentsOf: Self.folder.appending(path: "events.jsonl"), encoding: .utf8)
        #expect(lines == expected.split(separator: "\n").map(String.init))
    }

    @Test func `a server that starts on the journal of version 1 goes on where it ended`() throws {
        let reader = try Self.copy()
        let restored = try BoardRestorer.restore(
            from: reader, contracts: [acme()], capacities: [:], catalogue: TestRuns.catalogue)
        #expect(restored.setAside.isEmpty)
        let board = restored.board
        #expect(board.escalations.values.filter { $0.ended == nil }.map(\.id) == [EscalationID(2)])
        #expect(board.incidents.values.filter { $0.end == nil }.map(\.id).sorted() == [IncidentID(4), IncidentID(5)])
        let call = try #require(board.obligations.first)
        #expect(call == .call(TryID(attempt: AttemptID(escalation: EscalationID(2), number: 1), number: 1)))
    }

    /// A copy, so that reading leaves no file beside the fixture.
    private static func copy() throws -> SQLiteJournalReader {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(at: folder.appending(path: "journal.sqlite"), to: scratch)
        return try SQLiteJournalReader(at: JournalFiles(database: scratch.path))
    }

    /// A short night with every kind of thing in it that a journal keeps.
    private static func record() throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let journal = try SQLiteJournal(at: JournalFiles(folder: folder.path), reserveBytes: 0)
        let clock = HandClock(fridayNight + -.hours(6))
        var worker = try EngineWorker(
            contracts: [acme { $0.rounds = 1 }], capacities: [:], runs: RunSite(), journal: journal, clock: clock,
            builtAt: Instant(microseconds: 0), health: HealthBoard(clock: clock) { preconditionFailure($0) })
        let spy = Spy()
        worker.begin(Performers(calls: spy, mails: spy, runs: NoRuns()))
        func take(_ inputs: Input...) { _ = worker.turn(inputs.map { .input(.call($0)) { _ in } }) }

        take(firing("by-day"))
        take(.mailDelivered(MailID(1)))
        clock.pass(.hours(1))
        take(firing("night"), resolved("nobody-knows"))
        take(.callReported(call(1, 1), .ringing))
        clock.pass(.seconds(15))
        take(.callReported(call(1, 1), .answered(by: .machine)))
        take(.callReported(call(1, 1), .promptEnded), .callReported(call(1, 1), .promptEnded))
        take(firing("joined"))
        clock.pass(.seconds(8))
        take()
        take(.callReported(call(1, 1), .ended(.hungUp)))
        take(.callReported(call(1, 2), .ended(.lineFailure)))
        clock.pass(.seconds(5))
        take()
        take(.callReported(call(1, 2, 2), .cannotTell), .callReported(call(1, 2, 2), .answered(by: .person)))
        take(.keyPressed(call(1, 2, 2), .digit(5)), .keyPressed(call(1, 2, 2), .digit(1)))
        take(.callReported(call(1, 2, 2), .promptEnded), .callReported(call(1, 2, 2), .ended(.hungUp)))
        take(resolved("night"), firing("again"), .clockStepped(by: .seconds(3)))
        take(.lineReported(LineID("sim"), .down), .lineReported(LineID("sim"), .up))
        clock.pass(.minutes(2))
        take()
        take(.callReported(call(2, 1), .ringing), firing("last"))
        try journal.erase(texts: [JournalDigest(ofText: try firstText(in: journal))])
        try journal.close()

        var lines = ""
        let reader = try copy()
        try JournalEvents(reader).all { lines += $0.json.text(.compact) + "\n" }
        try lines.write(to: folder.appending(path: "events.jsonl"), atomically: true, encoding: .utf8)
        for name in ["journal.lock", "journal.reserve", "journal.sqlite-shm", "journal.sqlite-wal"] {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }

    private static func firstText(in journal: some JournalReader) throws -> [UInt8] {
        try journal.rows(limit: 1).first?.texts.first.flatMap { $0 } ?? []
    }

    private static func resolved(_ key: String) -> Input {
        .alertsReceived(
            ContractID("acme"), [Alert(source: SourceID("prom"), dedupKey: key, status: .resolved, summary: "ok")])
    }
}
