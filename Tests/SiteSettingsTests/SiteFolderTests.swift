import CallTree
import Foundation
import ServiceHours
import Testing

@testable import SiteSettings

/// What concerns more than one file of the folder.
@Suite struct SiteFolderTests {
    @Test func `two files with one contract id are refused`() {
        var site = MemorySite()
        site.files["contracts/again.yaml"] = site.files["contracts/acme.yaml"]
        #expect(
            site.problems() == [
                "contracts/again.yaml:1:5: warning: the file is not named after its contract `acme`; name the file acme.yaml",
                "contracts/again.yaml:1:5: error: the contract `acme` stands in contracts/acme.yaml already; give it another id",
            ])
    }

    @Test func `files of other names are left out with a warning and hidden ones without`() {
        var site = MemorySite()
        site.files["contracts/other.yml"] = [0xFF]
        site.files["contracts/.other.yaml.swp"] = [0xFF]
        #expect(
            site.problems() == [
                "contracts/other.yml:1:1: warning: the name does not end in .yaml: the file is not read; rename it, or move it away"
            ])
    }

    @Test func `a site without a folder of contracts is refused and one without contracts warned of`() {
        var site = MemorySite()
        site.files["contracts/acme.yaml"] = nil
        #expect(
            site.problems() == [
                "nightcall.yaml:1:1: error: there is no folder `contracts` beside it; make one, with a file for each contract"
            ])
        site.files["contracts/.keep"] = []
        #expect(
            site.problems() == [
                "nightcall.yaml:1:1: warning: there are no contracts; write a file in the folder `contracts` for each contract"
            ])
    }

    @Test func `a folder without nightcall.yaml is unreadable`() {
        var site = MemorySite()
        site.files["nightcall.yaml"] = nil
        #expect(
            site.problems() == [
                "there is no nightcall.yaml in `site`; name a site folder after --site, or begin with a copy of the demo site"
            ])
    }

    @Test func `the problems of all files are named in one run`() {
        var site = MemorySite(site: "listen: x\n" + MemorySite.plainSite, contract: "id: acme")
        site.files["contracts/b.yaml"] = Array("- 1".utf8)
        #expect(
            site.problems().map { $0.prefix { $0 != " " } } == [
                "nightcall.yaml:1:9:", "contracts/acme.yaml:1:1:", "contracts/acme.yaml:1:1:",
                "contracts/acme.yaml:1:1:", "contracts/acme.yaml:1:1:", "contracts/b.yaml:1:1:",
            ])
    }

    @Test func `contracts without routes take all lines in order and one line alone is a warning`() throws {
        let lines =
            "operator: {alarm: {url: \"https://a.example/\"}}\nlines: [{id: b, driver: simulated}, {id: a, driver: simulated}]"
        let site = MemorySite(site: lines)
        #expect(site.site()?.contracts.first?.contract.terms.calls.routes == [LineID("b"), LineID("a")])
        #expect(site.problems() == [])
        let narrow = MemorySite(site: lines, contract: MemorySite.plainContract + "\ncalls: {routes: [a]}")
        #expect(
            narrow.problems() == [
                "contracts/acme.yaml:6:8: warning: all calls go over one line: when it fails nobody is called; "
                    + "name a second line under `routes`"
            ])
    }

    @Test(arguments: ["data: var/", "lines: []", "lines: [sim]", "lines: [{driver: simulated}]"])
    func `routes are not judged while the lines cannot be told`(lines: String) {
        let alarm = "operator: {alarm: {url: \"https://a.example/\"}}\n"
        let contract = MemorySite.plainContract + "\ncalls: {routes: [sim]}"
        let problems = MemorySite(site: alarm + lines, contract: contract).problems()
        #expect(problems.count == 1)
        #expect(problems.allSatisfy { $0.hasPrefix("nightcall.yaml:") })
    }

    @Test func `a check says what this version does not run, and only where it is written`() {
        let both = """
            lines: [{id: sim, driver: simulated}]
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            smtp: {host: mail.example.jp, from: desk@example.jp}
            """
        #expect(
            MemorySite(site: both).problems(.check) == [
                "nightcall.yaml:2:11: warning: this version does not run it yet: `alarm: {command: …}`; "
                    + "an alarm is a light on the console; "
                    + "have somebody watch the console, or a monitoring system `nightcall_alarms_lit` of `/metrics`",
                "nightcall.yaml:3:7: warning: this version does not run it yet: `smtp`; "
                    + "mail is written as files and sent to no server; "
                    + "have a mail program take the files from `outbox/new` in the folder of `data`",
            ])
        #expect(MemorySite(site: both).problems(.serve) == [])
        let neither = MemorySite(site: "lines: [{id: sim, driver: simulated}]").problems(.check)
        #expect(neither.count == 1)
        #expect(neither.first?.contains("the operator has no alarm") == true)
    }

    private static let table = "国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n2026/6/1,髙①の日\r\n"

    @Test(arguments: [String.Encoding.shiftJIS, .utf8])
    func `the Cabinet Office's table is read in both encodings and its differences from the Act are warnings`(
        encoding: String.Encoding
    ) throws {
        var site = MemorySite(site: MemorySite.plainSite + "\ncalendar: {holidaysCSV: days.csv}")
        site.files["days.csv"] = Array(try #require(Self.table.data(using: encoding)))
        let june = try #require(CivilDate(iso: "2026-06-01"))
        #expect(site.site()?.holidays.holiday(on: june)?.name == "髙①の日")
        #expect(site.site()?.contracts.first?.contract.calendar.holidays.holiday(on: june)?.name == "髙①の日")
        #expect(
            site.problems().filter { $0.contains("2026-06-01") } == [
                "nightcall.yaml:3:25: warning: 2026-06-01 髙①の日: a holiday in the table, none by the Act; "
                    + "the table is followed; compare `days.csv` with the table of the Cabinet Office"
            ])
    }

    @Test func `a table that cannot be used is an error with its line`() {
        var site = MemorySite(site: MemorySite.plainSite + "\ncalendar: {holidaysCSV: days.csv}")
        site.files["days.csv"] = Array((Self.table + "2026/2/30,なし\r\n").utf8)
        #expect(
            site.problems() == [
                "nightcall.yaml:3:25: error: the file `days.csv` cannot be used: line 4: there is no day 2026/2/30; mend that line"
            ])
        site.files["days.csv"] = [0x81]
        #expect(site.problems().count == 1)
    }
}
