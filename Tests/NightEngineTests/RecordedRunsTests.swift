import CallTree
import EventJournal
import Foundation
import JSONText
import Reports
import RunbookModel
import ServiceHours
import Testing

@testable import NightEngine

/// Runs that earlier versions wrote must load for ever. `Fixtures/Journals/runs-1` was written by the first version that had
/// runs: one recovered with an alert that had joined it, one refused, one whose action is under way.
@Suite(.serialized) struct RecordedRunsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/Journals/runs-1").standardizedFileURL

    @Test func `the runs of the first version are whole, and their events are the ones written out beside them`() throws
    {
        if ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] == "1" { try Self.record() }
        let lines = try Self.lines(of: try Self.copy())
        let expected = try String(contentsOf: Self.folder.appending(path: "events.jsonl"), encoding: .utf8)
        #expect(lines == expected.split(separator: "\n").map(String.init))
    }

    @Test func `a server that starts on them goes on where they ended, and each has its report`() throws {
        let reader = try Self.copy()
        let restored = try BoardRestorer.restore(
            from: reader, contracts: [acme()], capacities: [:], catalogue: TestRuns.catalogue)
        #expect(restored.setAside.isEmpty)
        let runs = restored.runs.runs
        #expect(runs[RunID(1)]?.phase == .ended(.recovered) && runs[RunID(2)]?.phase == .ended(.refused))
        #expect(runs[RunID(3)]?.phase == .acting(StepID(run: RunID(3), place: 1)))
        let order = try #require(runs[RunID(3)]?.order)
        #expect(order == TestRuns.order(of: TestRuns.runbook, target: "web-3"))
        for number in 1...3 {
            let report = RunReport(try JournalEvents(reader).of(RunID(number)).events, catalogue: TestRuns.catalogue)
            #expect(try #require(report).text().contains("サービスの確認"))
        }
    }

    private static func lines(of reader: some JournalReader) throws -> [String] {
        var lines: [String] = []
        try JournalEvents(reader).everyRow { row in
            switch row {
            case .run(let recorded): lines.append(recorded.json.text(.compact))
            case .call(let recorded): lines.append(recorded.json.text(.compact))
            case .unreadable(let row): throw row
            }
        }
        return lines
    }

    /// A copy, so that reading leaves no file beside the fixture.
    private static func copy() throws -> SQLiteJournalReader {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(at: folder.appending(path: "journal.sqlite"), to: scratch)
        return try SQLiteJournalReader(at: JournalFiles(database: scratch.path))
    }

    private static func record() throws {
        var night = try Night(
            runs: RunSite(
                catalogue: TestRuns.catalogue, standing: [],
                expected: [
                    ExpectedAlerts(contract: ContractID("acme"), target: TargetID("web-1"), when: Designation())
                ]))
        let first = StepID(run: RunID(1), place: 1)
        night.readyToAct()
        night.takeRun(.standingRead(first, night.isOpen))
        night.take(firing("own"))
        night.takeRun(.actionEnded(first, night.done()))
        for _ in 1...2 {
            night.clock.pass(.seconds(30))
            night.takeRun(.woke)
            night.finds(.normal)
        }
        night.takeRun(.reported(RunID(1)))
        // The target was recovered just before.
        night.readyToAct(run: 2)
        night.takeRun(.reported(RunID(2)), .ticketNoted(StepID(run: RunID(2), place: 1), ticket: "T-1", by: "山田"))
        night.takeRun(.allStopped(by: "山田"), .allReleased(by: "山田"))
        night.readyToAct(TestRuns.order(of: TestRuns.runbook, target: "web-3"), run: 3)
        night.takeRun(.standingRead(StepID(run: RunID(3), place: 1), night.isOpen))

        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let journal = try SQLiteJournal(at: JournalFiles(folder: folder.path), reserveBytes: 0)
        try night.journal.read(from: 1, limit: .max) { row in
            try journal.append([
                JournalEntry(
                    instant: row.instant, subject: row.subject, standing: row.standing, kind: row.kind,
                    version: row.version, payload: row.payload, texts: row.texts.compactMap(\.self))
            ])
        }
        try journal.close()
        let lines = try lines(of: try copy()).map { $0 + "\n" }.joined()
        try lines.write(to: folder.appending(path: "events.jsonl"), atomically: true, encoding: .utf8)
        for name in ["journal.lock", "journal.reserve", "journal.sqlite-shm", "journal.sqlite-wal"] {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }
}
