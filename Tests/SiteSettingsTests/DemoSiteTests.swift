import CallTree
import Documents
import DrillSimulator
import Foundation
import ServiceHours
import Testing

@testable import SiteSettings

/// The folder Fixtures/Site, as it lies on disk.
@Suite struct DemoSiteTests {
    private func reader(_ purpose: SiteReader.Purpose, _ environment: [String: String]) -> SiteReader {
        SiteReader(
            folder: Repository.fixture("Site").path, environment: environment, sourceKinds: ["alertmanager", "json"],
            holidays: HolidayCalendar(announcedThrough: 2027), purpose: purpose)
    }

    private static let tokens = ["NIGHTCALL_TOKEN": "operator-secret", "NIGHTCALL_SOURCE_TOKEN": "source-secret"]

    private func demo() throws -> Site {
        guard case .site(let site, let warnings) = reader(.serve, Self.tokens).read() else {
            throw DemoSiteRefused()
        }
        #expect(warnings == [])
        return site
    }

    private struct DemoSiteRefused: Error {}

    @Test func `the demo site is read without a word of complaint`() throws {
        let site = try demo()
        #expect(site.listen.description == "127.0.0.1:8024")
        #expect(site.dataFolder == Repository.fixture("Site").path + "/var/")
        #expect(site.operatorDesk.mail == "desk@example.jp")
        #expect(site.operatorDesk.alarm == .command(["/usr/bin/printf", "operator alarm: %s\n"]))
        #expect(site.operators.map(\.name) == ["山田"])
        #expect(site.operators.map(\.token.revealed) == ["operator-secret"])
        #expect(site.lines.map(\.id.text) == ["sim"])
        #expect(site.lines.map(\.capacity) == [30])
        #expect(site.contracts.map(\.contract.id.text) == ["acme", "always"])
    }

    @Test func `the keys written out in acme are the defaults`() throws {
        let site = try demo()
        let acme = try #require(site.contract(ContractID("acme")))
        var terms = CallPolicy()
        terms.routes = [LineID("sim")]
        #expect(acme.contract.terms.calls == terms)
        #expect(acme.contract.terms.customer == "株式会社アクメ")
        #expect(acme.contract.terms.contacts.map(\.phone.e164) == ["+819000000001", "+819000000002", "+819000000003"])
        #expect(acme.contract.terms.contacts.map(\.kana) == ["サトウ", "スズキ", "タナカ"])
        #expect(acme.contract.terms.mail == ["desk@acme.example.jp"])
        let closingDays = [13, 14].compactMap { CivilDate(year: 2026, month: 8, day: $0) }
        #expect(acme.contract.calendar.rules == HoursRules(closingDays: closingDays))
        #expect(acme.sources.map(\.id.text) == ["prom", "hand"])
        #expect(acme.sources.map(\.kind) == ["alertmanager", "json"])
    }

    @Test func `acme designates critical alerts and the web servers' errors only`() throws {
        let acme = try #require(try demo().contract(ContractID("acme"))).contract
        func alert(_ source: String, severity: Severity = .unknown, _ labels: [Label]) -> Alert {
            Alert(
                source: SourceID(source), dedupKey: "k", status: .firing, severity: severity, labels: labels)
        }
        #expect(acme.designates(alert("prom", [Label(name: "severity", value: "critical")])))
        #expect(!acme.designates(alert("prom", [Label(name: "severity", value: "error")])))
        let webError = [Label(name: "severity", value: "error"), Label(name: "job", value: "web-1")]
        #expect(acme.designates(alert("prom", webError)))
        #expect(acme.designates(alert("hand", severity: .error, [])))
        #expect(!acme.designates(alert("hand", severity: .warning, [])))
    }

    @Test func `the window of always is open at noon on a weekday and that of acme is not`() throws {
        let site = try demo()
        let noon = try Instant(rfc3339: "2026-11-25T12:00:00+09:00")
        #expect(site.contract(ContractID("always"))?.contract.calendar.isOpen(at: noon) == true)
        #expect(site.contract(ContractID("acme"))?.contract.calendar.isOpen(at: noon) == false)
    }

    @Test func `in the demo nobody answers in the first round and the second contact does in the second`() throws {
        let site = try demo()
        let line = try #require(site.lines.first)
        guard case .simulated(let simulated) = line.driver else { return }
        for contract in site.contracts.map(\.contract) {
            let rounds = [1, 2].map { round in
                contract.terms.contacts.map { contact in
                    simulated.answer(call: round, contract: contract.id, contact: contact.id, phone: contact.phone)
                }
            }
            #expect(rounds[0] == [.always(.noAnswer), .always(.busy), .always(.voicemail)])
            #expect(rounds[1][1] == .always(.acknowledge))
        }
    }

    @Test func `a check without the secrets warns and a server without them refuses`() {
        guard case .site(let site, let warnings) = reader(.check, [:]).read() else {
            Issue.record("the check refused the demo site")
            return
        }
        // A reference each.
        #expect(warnings.count == 5)
        #expect(warnings.allSatisfy { $0.gravity == .warning })
        #expect(site.operators.map(\.token.revealed) == [nil])
        guard case .refused(let problems) = reader(.serve, [:]).read() else {
            Issue.record("the server took the demo site without secrets")
            return
        }
        #expect(problems.allSatisfy { $0.gravity == .error })
        #expect(
            problems.first?.description
                == "nightcall.yaml:35:12: error: the environment variable `NIGHTCALL_TOKEN` is not set; set it")
    }

    @Test func `a folder that is not there is unreadable`() {
        let nowhere = SiteReader(
            folder: Repository.fixture("Nowhere").path, environment: [:], sourceKinds: [],
            holidays: HolidayCalendar(announcedThrough: 2027), purpose: .check)
        guard case .unreadable = nowhere.read() else {
            Issue.record("a missing folder was read")
            return
        }
    }
}
