import ArgumentParser
import CallTree
import Foundation
import SiteSettings
import Telephony

/// `nightcall voice lint`: what would be misheard.
struct VoiceLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find names that a call would read badly: no kana, or spelled letter by letter.",
        discussion: """
            Looks at the customers and contacts of a site, and at texts of alerts, one a line, on standard input with `-`.

            Exit codes: 0 nothing found; 1 something found; 2 the site cannot be read.

            Example:
              nightcall voice lint --site DIR
              nightcall voice lint --site DIR --contract acme - < summaries.txt
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(help: ArgumentHelp("One contract alone.", valueName: "id"))
    var contract: String?

    @Argument(help: ArgumentHelp("`-` for texts of alerts on standard input.", valueName: "-"))
    var texts: String?

    func run() throws {
        let site = try SiteFolder.site(site, purpose: .check)
        let contracts = site.contracts.filter { contract == nil || $0.contract.id.text == contract }
        if contracts.isEmpty { throw ValidationError("The site has no contract \(contract ?? "").") }
        let lines = texts == "-" ? Array(Self.standardInput()) : []
        let found = contracts.flatMap { Self.findings($0, lines) }
        for finding in found { print(finding) }
        if !found.isEmpty { throw ExitCode(1) }
    }

    private static func standardInput() -> [String] {
        var lines: [String] = []
        while let line = readLine(), lines.count < 100_000 { lines.append(line) }
        return lines
    }

    private static func findings(_ contract: SiteContract, _ texts: [String]) -> [String] {
        let terms = contract.contract.terms
        let file = "contracts/\(terms.id).yaml"
        var found: [String] = []
        if terms.kana.isEmpty, hasKanji(terms.customer) {
            found.append("\(file): the customer \(terms.customer) has no reading; write `kana:` in katakana")
        }
        for contact in terms.contacts where contact.kana.isEmpty && hasKanji(contact.name) {
            found.append("\(file): the contact \(contact.id) has no reading; write `kana:` in katakana")
        }
        let reading = SpokenReading(readings: contract.readings)
        var words: [String] = []
        for text in texts + [terms.kana.isEmpty ? terms.customer : terms.kana] {
            for word in reading.spelledWords(text) where !words.contains(word) { words.append(word) }
        }
        return found
            + words.map { "\(file): \($0) is spelled letter by letter; write `readings: {\($0): …}` with its reading" }
    }

    private static func hasKanji(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.isIdeographic }
    }
}
