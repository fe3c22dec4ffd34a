import CallTree
import DrillSimulator
import Foundation
import ServiceHours
import Testing

@testable import SiteSettings

@Suite struct ScenarioReaderTests {
    static let full = """
        title: 鈴木 takes it after a crash
        contract:
          id: acme
          customer: アクメ
          contacts:
            - {id: sato, name: 佐藤, phone: 090-0000-0001}
            - {id: suzuki, name: 鈴木, phone: 090-0000-0002}
          calls: {rings: 5, routes: [a, b]}
          sources: [{id: prom, kind: alertmanager}]
          designated: [{source: prom}]
        start: 2026-11-20T18:00:00+09:00
        alerts:
          - {at: +5m, dedupKey: late}
          - at: +0s
            dedupKey: web-1
            severity: critical
            name: HostDown
            summary: web-1 does not answer
            labels: {job: web, host: web-1}
            startedAt: 2026-11-20T17:59:00+09:00
          - {at: 2026-11-20T18:00:00+09:00, source: prom, dedupKey: web-2, status: update}
        answers:
          sato: no-answer
          suzuki: [busy, {acknowledge: 0.4, no-answer: 0.6}]
        recoveries:
          - {dedupKey: web-1, at: +15m}
          - {dedupKey: web-2, beforeAttempt: 3}
          - {dedupKey: late, duringAttempt: 4}
        operator:
          - {at: +2h, do: cancel, name: 山田, dedupKey: late}
        crashes: [{at: +90s}, {afterEvent: 5}]
        lines: [{id: a, at: +10s, state: down}, {id: a, at: +500ms, state: up}]
        expect: {outcome: acknowledged, acknowledgedBy: suzuki, attempts: 4, outcomes: [no-answer, busy]}
        """

    private func scenario(_ text: String) throws -> Scenario {
        guard case .scenario(let scenario, let warnings) = MemorySite.scenario(text) else {
            Issue.record("\(MemorySite.scenarioProblems(text))")
            throw Refused()
        }
        #expect(warnings == [])
        return scenario
    }

    private struct Refused: Error {}

    @Test func `everything that a scenario can say is read`() throws {
        let scenario = try scenario(Self.full)
        let start = try Instant(rfc3339: "2026-11-20T18:00:00+09:00")
        #expect(scenario.name == "drill.yaml")
        #expect(scenario.title == "鈴木 takes it after a crash")
        #expect(scenario.start == start)
        #expect(scenario.contracts.map(\.id.text) == ["acme"])
        #expect(scenario.contracts.map(\.terms.calls.routes) == [[LineID("a"), LineID("b")]])
        let prom = SourceID("prom")
        #expect(
            scenario.bodies == [
                Scenario.Body(
                    at: start, contract: ContractID("acme"),
                    alerts: [
                        Alert(
                            source: prom, dedupKey: "web-1", status: .firing, severity: .critical,
                            severityRaw: "critical", name: "HostDown", summary: "web-1 does not answer",
                            startedAt: start - .minutes(1),
                            labels: [Label(name: "job", value: "web"), Label(name: "host", value: "web-1")]),
                        Alert(source: prom, dedupKey: "web-2", status: .update),
                    ]),
                Scenario.Body(
                    at: start + .minutes(5), contract: ContractID("acme"),
                    alerts: [Alert(source: prom, dedupKey: "late", status: .firing)]),
            ])
        #expect(scenario.answers[ContactID("sato")] == [.always(.noAnswer)])
        #expect(
            scenario.answers[ContactID("suzuki")] == [
                .always(.busy),
                .drawn([
                    Scenario.Chance(reaction: .acknowledge, weight: 0.4),
                    Scenario.Chance(reaction: .noAnswer, weight: 0.6),
                ]),
            ])
        #expect(
            scenario.recoveries == [
                Scenario.Recovery(dedupKey: "web-1", moment: .at(start + .minutes(15))),
                Scenario.Recovery(dedupKey: "web-2", moment: .beforeAttempt(3)),
                Scenario.Recovery(dedupKey: "late", moment: .duringAttempt(4)),
            ])
        #expect(
            scenario.operatorActions == [
                Scenario.OperatorAction(at: start + .hours(2), deed: .cancel, name: "山田", dedupKey: "late")
            ])
        #expect(scenario.crashes == [.at(start + .seconds(90)), .afterEvent(5)])
        #expect(
            scenario.lineChanges == [
                Scenario.LineChange(line: LineID("a"), at: start + .seconds(10), state: .down),
                Scenario.LineChange(line: LineID("a"), at: start + .milliseconds(500), state: .up),
            ])
        #expect(
            scenario.expectation
                == Expectation(
                    outcome: .value(.acknowledged), acknowledgedBy: .value(ContactID("suzuki")), attempts: 4,
                    outcomes: [.noAnswer, .busy]))
    }

    @Test func `what is not written is not expected, and null expects nobody and nothing`() throws {
        #expect(try scenario(MemorySite.plainScenario).expectation == Expectation())
        let none = try scenario(MemorySite.plainScenario + "\nexpect: {outcome: null, acknowledgedBy: null}")
        #expect(none.expectation == Expectation(outcome: .none, acknowledgedBy: .none))
    }

    @Test func `a contract without routes is left to the lines of the scenario, and needs no secrets`() throws {
        let scenario = try scenario(MemorySite.plainScenario)
        #expect(scenario.contracts.map(\.terms.calls.routes) == [[]])
        #expect(scenario.bodies.flatMap(\.alerts).map(\.source.text) == ["prom"])
    }

    @Test func `a contract of the demo site serves a scenario beside it`() {
        let folder = Repository.fixture("Site").path
        let text = "contract: contracts/acme.yaml\nstart: 2026-11-20T18:00:00+09:00\nalerts: [{at: +0s, dedupKey: a}]"
        let disk = SiteFiles.disk
        let files = SiteFiles(
            read: { path, limit in path.hasSuffix("drill.yaml") ? Array(text.utf8) : try disk.read(path, limit) },
            names: disk.names, isReadableByAll: disk.isReadableByAll)
        let reader = ScenarioReader(files: files, holidays: HolidayCalendar(announcedThrough: 2027))
        guard case .scenario(let scenario, let warnings) = reader.read(folder + "/drill.yaml") else {
            Issue.record("the demo site's contract was refused")
            return
        }
        #expect(warnings == [])
        #expect(scenario.contracts.map(\.terms.contacts.count) == [3])
    }

    @Test(arguments: [
        ("critical", Severity.critical), ("page", .critical), ("P2", .error), ("警告", .warning), ("unknown", .unknown),
        ("blue", .unknown),
    ])
    func `an alert's severity is the sender's own spelling, graded as a source would`(
        written: String, severity: Severity
    ) throws {
        let text = MemorySite.plainScenario.replacing("dedupKey: web-1", with: "dedupKey: web-1, severity: \(written)")
        let alert = try #require(try scenario(text).bodies.first?.alerts.first)
        #expect(alert.severity == severity)
        #expect(alert.severityRaw == written)
    }

    @Test func `a file that is not there is unreadable`() {
        guard case .unreadable = ScenarioReader(holidays: HolidayCalendar(announcedThrough: 2027)).read("/nowhere")
        else {
            Issue.record("a missing file was read")
            return
        }
    }
}
