import CallTree
import Testing

@testable import SiteSettings

/// Files that are not meant well. Each is one clear error, in bounded time and memory, and nothing traps.
@Suite struct HostileFileTests {
    private func problems(_ text: String) -> [String] {
        MemorySite(site: text).problems()
    }

    private func problems(_ bytes: [UInt8]) -> [String] {
        var site = MemorySite()
        site.files["nightcall.yaml"] = bytes
        return site.problems()
    }

    @Test func `aliases that would stand for more values than memory holds are refused at the first anchor`() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(problems(bomb).map { $0.prefix(37) } == ["nightcall.yaml:1:5: error: anchors (&"])
        // As keys they would be walked by the parser itself, before any budget of ours.
        #expect(problems(bomb + "? *a30\n: x\n? *a30\n: x\n").count == 1)
    }

    @Test func `a text may hold the signs of anchors and aliases`() {
        let contract = MemorySite.plainContract.replacing("株式会社アクメ", with: "R&D *アクメ &Co")
        #expect(MemorySite(contract: contract).site()?.contracts.first?.contract.terms.customer == "R&D *アクメ &Co")
    }

    @Test func `a file of more than a mebibyte is not parsed`() {
        let huge = Array("data: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        #expect(
            problems(huge) == [
                "nightcall.yaml:1:1: error: the file is larger than 1 MiB; remove what does not belong here, or split it"
            ])
    }

    @Test func `a file of more than a hundred thousand values is refused`() {
        let many = "lines: [" + String(repeating: "a,", count: 120_000) + "a]"
        #expect(
            problems(many) == [
                "nightcall.yaml:1:200003: error: more than 100,000 values in one file; remove what does not belong here"
            ])
    }

    @Test(arguments: [40, 900, 100_000])
    func `values nested too deep are refused`(depth: Int) {
        #expect(problems("lines: " + String(repeating: "[", count: depth)).count == 1)
        let closed = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(problems("lines: " + closed).count == 1)
        #expect(problems("lines: " + String(repeating: "{a: ", count: depth) + "1").count == 1)
        #expect(problems(String(repeating: "? ", count: depth) + "a").count == 1)
    }

    @Test func `a parser that gives up on the depth is told in words that can be followed`() {
        let message =
            "nightcall.yaml:1:9: error: this is not YAML: brackets lie too deep; close the brackets above"
        #expect(problems("lines: " + String(repeating: "[", count: 100_000)) == [message])
    }

    @Test func `control characters and bytes that are not UTF-8 are named with their place`() {
        #expect(
            problems("data: x\n# a\u{0}b") == [
                "nightcall.yaml:2:4: error: the character U+0000 cannot stand in a settings file; remove it"
            ])
        #expect(
            problems("data: \u{202E}x").map { $0.prefix(46) } == ["nightcall.yaml:1:7: error: the character U+202"])
        #expect(
            problems("data: \u{E000}x").map { $0.prefix(47) } == ["nightcall.yaml:1:7: error: the character U+E000"])
        #expect(
            problems(Array("data: é\nx".utf8) + [0xFF]) == [
                "nightcall.yaml:2:2: error: this is not UTF-8; save the file as UTF-8"
            ])
        #expect(problems([0xFF, 0xFE]) == ["nightcall.yaml:1:1: error: this is not UTF-8; save the file as UTF-8"])
    }

    @Test func `a byte order mark and line ends of Windows are taken`() {
        var site = MemorySite()
        site.files["nightcall.yaml"] =
            [0xEF, 0xBB, 0xBF] + Array(MemorySite.plainSite.replacing("\n", with: "\r\n").utf8)
        #expect(site.problems() == [])
    }

    @Test func `values keep the spelling that YAML would change`() {
        let contract = MemorySite.plainContract
            .replacing("株式会社アクメ", with: "012").replacing("佐藤", with: "no").replacing(
                "\"+819000000001\"", with: "+819000000001")
        let terms = MemorySite(contract: contract).site()?.contracts.first?.contract.terms
        #expect(terms?.customer == "012")
        #expect(terms?.contacts.map(\.name) == ["no"])
        #expect(terms?.contacts.map(\.phone.e164) == ["+819000000001"])
    }

    @Test func `a file with very many problems names a hundred and counts the others`() {
        let unknown = (1...500).map { "key\($0): 1" }.joined(separator: "\n")
        let found = problems(MemorySite.plainSite + "\n" + unknown)
        #expect(found.count == 101)
        #expect(
            found.last == "nightcall.yaml:103:1: error: 400 more problems from here on; mend those above first")
    }
}
