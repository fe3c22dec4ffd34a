import CallTree
import Testing

@testable import SiteSettings

/// The numbers of contacts, and what a site permits besides the ordinary ones. The messages are in Fixtures/BrokenSites.
@Suite struct PhoneTests {
    private func contract(phone: String) -> String {
        MemorySite.plainContract.replacing("+819000000001", with: phone)
    }

    private func phones(_ site: MemorySite, _ purpose: SiteReader.Purpose = .serve) -> [String]? {
        site.site(purpose)?.contracts.first?.contract.terms.contacts.map(\.phone.e164)
    }

    @Test(arguments: [
        ("03-1234-5678", "+81312345678"), ("０９０−１２３４−５６７８", "+819012345678"), ("+81 (0)3 1234 5678", "+81312345678"),
        ("+81-90-1234-5678", "+819012345678"), ("050-1234-5678", "+815012345678"),
    ])
    func `a contact's number is taken as people write it and kept in one form`(written: String, e164: String) {
        #expect(phones(MemorySite(contract: contract(phone: written))) == [e164])
    }

    @Test(arguments: ["0120-123-456", "0570-012-345", "0990-123-456", "+14155550123", "119", "0077-3-1234-5678"])
    func `a contact whose number is not dialled is refused`(written: String) {
        let site = MemorySite(contract: contract(phone: written))
        #expect(phones(site) == nil)
        #expect(site.problems().count == 1)
        #expect(site.problems().allSatisfy { $0.hasPrefix("contracts/acme.yaml:3:40: error: `phone` ") })
        #expect(site.problems().allSatisfy { !$0.contains("123-456") && !$0.contains("123456") })
    }

    @Test(arguments: [SiteReader.Purpose.serve, .reload, .check])
    func `a number that the site permits is taken, and its neighbour is not`(purpose: SiteReader.Purpose) throws {
        let settings = MemorySite.plainSite + "\nnumbers: {allow: [0120-123-456]}"
        let site = MemorySite(site: settings, contract: contract(phone: "+81120123456"))
        #expect(phones(site, purpose) == ["+81120123456"])
        #expect(phones(MemorySite(site: settings, contract: contract(phone: "0120-123-457")), purpose) == nil)
        let rule = try #require(site.site(purpose)).dialling
        #expect(rule.refusal(of: try #require(PhoneNumber(e164: "+81120123456"))) == nil)
        #expect(rule.refusal(of: try #require(PhoneNumber(e164: "+81120123457")))?.kind == .freephone)
    }

    @Test func `while the exceptions of a site cannot be told, contacts are judged by their form only`() {
        let settings = MemorySite.plainSite + "\nnumbers: {allow: [119]}"
        let problems = MemorySite(site: settings, contract: contract(phone: "0120-123-456")).problems()
        #expect(problems.map { $0.prefix(22) } == ["nightcall.yaml:3:19: e"])
        let unreadable = MemorySite(site: "- 1", contract: contract(phone: "0120-123-456")).problems()
        #expect(unreadable.allSatisfy { $0.hasPrefix("nightcall.yaml:") })
    }

    @Test func `a drill calls nobody and takes every number that has the form of one`() {
        let scenario = MemorySite.plainScenario.replacing(
            "contracts/acme.yaml",
            with: "{id: acme, customer: A, contacts: [{id: sato, name: 佐藤, phone: 0120-123-456}], designated: [{}]}")
        #expect(MemorySite.scenarioProblems(scenario).filter { $0.contains("phone") } == [])
    }
}
