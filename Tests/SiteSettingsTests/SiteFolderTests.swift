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

    @Test func `an alarm needs a way of its own, and mail to the operator one that takes it`() {
        let lines = "lines: [{id: sim, driver: simulated}]\n"
        let ways = [
            "operator: {alarm: {command: [/bin/true]}}",
            "operator: {mail: desk@example.jp}\nsmtp: {host: mail.example.jp, from: desk@example.jp}",
        ]
        for way in ways { #expect(MemorySite(site: lines + way).problems(.check) == []) }
        for way in ["", "operator: {mail: desk@example.jp}"] {
            let problems = MemorySite(site: lines + way).problems(.check)
            #expect(problems.count == 1)
            #expect(problems.first?.contains("the operator has no alarm") == true)
        }
    }

    @Test(arguments: [
        ("host: mail.example.jp", 587, MailServer.Security.starttls),
        ("host: 192.0.2.1, security: tls", 465, .tls),
        ("host: mail.example.jp, port: 2525, security: tls", 2_525, .tls),
        ("host: localhost", 587, .none),
        ("host: 127.0.0.1, port: 25", 25, .none),
        ("host: 127.0.0.1, security: starttls", 587, .starttls),
        ("host: 127.example.jp", 587, .starttls),
    ])
    func `the way to the mail server is encrypted unless it is this machine`(
        keys: String, port: Int, security: MailServer.Security
    ) {
        let site = MemorySite(site: MemorySite.plainSite + "\nsmtp: {from: desk@example.jp, \(keys)}")
        #expect(site.problems() == [])
        #expect(site.site()?.mailServer?.port == port)
        #expect(site.site()?.mailServer?.security == security)
    }

    @Test func `a private authority is a file beside the site`() {
        let keys = "host: mail.example.jp, from: desk@example.jp, authorities: ca.pem"
        var site = MemorySite(site: MemorySite.plainSite + "\nsmtp: {\(keys)}")
        let mend = "put the certificate of the authority there, as PEM"
        #expect(
            site.problems() == [
                "nightcall.yaml:3:67: error: the file `ca.pem` cannot be read; \(mend)"
            ])
        site.files["ca.pem"] = Array("hello".utf8)
        #expect(
            site.problems() == [
                "nightcall.yaml:3:67: error: the file `ca.pem` holds no certificate; \(mend)"
            ])
        site.files["ca.pem"] = Array("-----BEGIN CERTIFICATE-----\n".utf8)
        #expect(site.problems() == [])
        #expect(site.site()?.mailServer?.authoritiesFile == "site/ca.pem")
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
