import Foundation
import Testing

@testable import SiteSettings

/// The tables in Fixtures/BrokenSites: what is wrong, and every message that an operator reads then, to the letter.
@Suite struct BrokenSiteTests {
    static let sites = BrokenCase.table("nightcall.txt")
    static let contracts = BrokenCase.table("contract.txt")
    static let scenarios = BrokenCase.table("scenario.txt")

    @Test(arguments: sites)
    func `every mistake in nightcall.yaml is named with its place and how to mend it`(_ broken: BrokenCase) {
        let site = MemorySite(site: broken.text(besides: MemorySite.plainSite))
        #expect(site.problems() == broken.messages)
    }

    @Test(arguments: contracts)
    func `every mistake in a contract is named with its place and how to mend it`(_ broken: BrokenCase) {
        let site = MemorySite(contract: broken.text(besides: MemorySite.plainContract))
        #expect(site.problems() == broken.messages)
    }

    @Test(arguments: scenarios)
    func `every mistake in a scenario is named with its place and how to mend it`(_ broken: BrokenCase) {
        #expect(MemorySite.scenarioProblems(broken.text(besides: MemorySite.plainScenario)) == broken.messages)
    }

    @Test func `the tables are there and hold what they should`() {
        #expect(Self.sites.count >= 40)
        #expect(Self.contracts.count >= 25)
        #expect(Self.scenarios.count >= 15)
        #expect(MemorySite().problems() == [])
        #expect(MemorySite.scenarioProblems(MemorySite.plainScenario) == [])
    }
}

/// One block of a table: `--- [flag] title`, the file's lines, `===`, the messages.
struct BrokenCase: Sendable, CustomTestStringConvertible {
    let title: String
    let isAlone: Bool
    let absentKey: String?
    let lines: [String]
    let messages: [String]

    var testDescription: String { title }

    /// The lines, and those of a right file whose keys they do not bring themselves.
    func text(besides plain: String) -> String {
        if isAlone { return lines.joined(separator: "\n") }
        let own = lines.compactMap { $0.split(separator: ":").first.map(String.init) } + [absentKey].compactMap(\.self)
        let others = plain.split(separator: "\n").map(String.init).filter { line in
            !own.contains { line.hasPrefix($0 + ":") }
        }
        return (lines + others).joined(separator: "\n")
    }

    static func table(_ name: String) -> [BrokenCase] {
        let text = (try? String(contentsOf: Repository.fixture("BrokenSites/\(name)"), encoding: .utf8)) ?? ""
        var cases: [BrokenCase] = []
        for block in text.split(separator: "\n--- ").dropFirst() {
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard let divider = lines.firstIndex(of: "==="), let heading = lines.first else { continue }
            let flag = heading.hasPrefix("[") ? heading.dropFirst().prefix { $0 != "]" } : ""
            cases.append(
                BrokenCase(
                    title: heading, isAlone: flag == "alone",
                    absentKey: flag.hasPrefix("without ") ? String(flag.dropFirst(8)) : nil,
                    lines: Array(lines[1..<divider]), messages: lines[(divider + 1)...].filter { !$0.isEmpty }))
        }
        return cases
    }
}

/// Where the files of this checkout are.
enum Repository {
    static func fixture(_ path: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fixtures").appendingPathComponent(path)
    }
}
