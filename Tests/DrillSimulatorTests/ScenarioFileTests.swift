import Documents
import DrillSimulator
import Foundation
import ServiceHours
import SiteSettings
import Testing

/// The scenarios of Fixtures/Drills against their transcripts. After a wanted change of words or scenarios run once with
/// NIGHTCALL_REGENERATE=1, and read the difference before it is committed.
@Suite struct ScenarioFileTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/Drills")

    static var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted()
    }

    private static let writes = ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] == "1"

    @Test(arguments: names)
    func `a scenario comes out as it expects, and its transcript is the one beside it`(name: String) throws {
        let scenario = try Self.scenario(name)
        let result = Drill.run(scenario, seed: 1)
        #expect(result.failures == [])
        let file = Self.folder.appendingPathComponent(String(name.dropLast(5)) + ".txt")
        if Self.writes { try Data(result.transcript.utf8).write(to: file) }
        let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(result.transcript == expected)
    }

    @Test(arguments: names)
    func `a scenario is by the book after a crash at any event as well`(name: String) throws {
        var scenario = try Self.scenario(name)
        let calm = Drill.run(scenario, seed: 1)
        let crashes = scenario.crashes
        for place in 1...max(calm.events.count, 1) {
            scenario.crashes = crashes + [.afterEvent(place)]
            let crashed = Drill.run(scenario, seed: 1)
            #expect(crashed.attempts == calm.attempts, "after event \(place)")
            #expect(crashed.incidents == calm.incidents, "after event \(place)")
        }
    }

    @Test func `the scenarios show every outcome, every end and every choice`() throws {
        var outcomes: Set<String> = []
        var ends: Set<String> = []
        var transcripts = ""
        for name in Self.names {
            let result = Drill.run(try Self.scenario(name), seed: 1)
            outcomes.formUnion(result.outcomes)
            ends.formUnion(result.ends)
            transcripts += result.transcript
        }
        #expect(
            outcomes == [
                "acknowledged", "passed", "no-input", "voicemail", "hung-up", "no-answer", "busy", "rejected",
                "unreachable-number", "line-failure",
            ])
        #expect(
            ends == [
                "acknowledged", "recovered", "exhausted", "undeliverable", "handed-over", "cancelled", "not-called",
            ])
        for choice in [
            "（answer）", "（key）", "（random-digit）", "（stop）", "（finish-round）", "（finish-tree）", "（continue）",
            "（call-at-opening）", "（record-only）",
        ] {
            #expect(transcripts.contains(choice))
        }
    }

    static func scenario(_ name: String) throws -> Scenario {
        let reader = ScenarioReader(holidays: HolidayCalendar(announcedThrough: 2027))
        switch reader.read(folder.appendingPathComponent(name).path) {
        case .scenario(let scenario, _): return scenario
        case .refused(let problems): throw Unreadable(why: problems.map(\.description).joined(separator: "\n"))
        case .unreadable(let why): throw Unreadable(why: why)
        }
    }

    struct Unreadable: Error { let why: String }
}
