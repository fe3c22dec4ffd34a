import Foundation
import Testing

/// The table in Fixtures/BrokenRunbooks: what is wrong, and every message that its writer reads then, to the letter.
@Suite struct BrokenRunbookTests {
    static let table = BrokenRunbook.table()

    @Test(arguments: table)
    func `every mistake in a runbook is named with its place and how to mend it`(_ broken: BrokenRunbook) {
        #expect(TestRunbook.problems(broken.text) == broken.messages)
    }

    @Test func `the table is there, and the runbook that it breaks is right`() {
        #expect(Self.table.count >= 60)
        #expect(TestRunbook.problems(TestRunbook.plain) == [])
    }
}

/// One block of the table: `--- [flags] title`, the file's lines, `===`, the messages. `[without key]` leaves a line of
/// the plain runbook out, `[alone]` all of them; `[form]` marks what its schema must refuse as well.
struct BrokenRunbook: Sendable, CustomTestStringConvertible {
    let title: String
    let text: String
    let isRefusedBySchema: Bool
    let messages: [String]

    var testDescription: String { title }

    static func table() -> [BrokenRunbook] {
        let file = Checkout.root.appending(path: "Fixtures/BrokenRunbooks/runbook.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n--- ").dropFirst().compactMap { BrokenRunbook(block: $0) }
    }

    private init?(block: Substring) {
        let lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let divider = lines.firstIndex(of: "==="), let heading = lines.first else { return nil }
        let flags = heading.split(separator: "[").compactMap { part in
            part.firstIndex(of: "]").map { String(part[..<$0]) }
        }
        let own = Array(lines[1..<divider])
        let keys = own.compactMap { $0.split(separator: ":").first.map(String.init) }
        let absent = flags.filter { $0.hasPrefix("without ") }.map { String($0.dropFirst(8)) }
        let others = TestRunbook.plain.split(separator: "\n").map(String.init).filter { line in
            !flags.contains("alone") && !(keys + absent).contains { line.hasPrefix($0 + ":") }
        }
        title = heading
        self.text = (own + others).joined(separator: "\n")
        isRefusedBySchema = flags.contains("form")
        messages = lines[(divider + 1)...].filter { !$0.isEmpty }
    }
}
